/** What configurations refer to: identities, signers, certificates, buckets, and names of others (CA-292, 13 and 15). */
import type { DistributionConfig } from '../../distribution/distribution-config.ts';
import { identityId } from '../../distribution/identity-reference.ts';
import { ApiError } from '../api-error.ts';
import type { ControlContext } from '../control-context.ts';

/** Throws InvalidOriginAccessIdentity unless the reference is empty or names an identity of the account (CA-142). */
export function checkIdentity(reference: string, account: string, { registry }: ControlContext): void {
  const id = identityId(reference);
  if (id === null || registry.hasIdentity(id, account)) return;
  throw new ApiError('InvalidOriginAccessIdentity', `There is no origin access identity ${id}.`);
}

/** Throws TrustedSignerDoesNotExist for an account that nobody knows (CA-145). */
export function checkSigners(accounts: readonly string[], { settings }: ControlContext): void {
  const { accounts: known } = settings.known;
  const unknown = accounts.find((account) => account !== 'self' && known !== null && !known.has(account));
  if (unknown === undefined) return;
  throw new ApiError('TrustedSignerDoesNotExist', `The trusted signer ${unknown} is not a known account.`);
}

/** Throws InvalidOrigin for a bucket that does not exist, where that is checked (CA-144, CA-288). */
export function checkBucket(host: string, { settings }: ControlContext): void {
  const { bucketHosts } = settings.known;
  if (bucketHosts === null || bucketHosts.has(host.toLowerCase())) return;
  throw new ApiError('InvalidOrigin', `There is no bucket ${host}.`);
}

/** Throws InvalidViewerCertificate for a certificate that is not there. */
export function checkCertificate(
  { IAMCertificateId: id }: DistributionConfig['ViewerCertificate'],
  { settings }: ControlContext,
): void {
  const { certificates } = settings.known;
  if (id === null || certificates === null || certificates.has(id)) return;
  throw new ApiError('InvalidViewerCertificate', `There is no certificate with the id ${id}.`);
}

/** Throws CNAMEAlreadyExists for a name that reaches another distribution, of either kind (CA-207, CA-291). */
export function checkNames(
  names: readonly string[],
  ownId: string | null,
  { registry }: ControlContext,
): void {
  for (const name of names) {
    const owner = registry.ownerOfName(name);
    if (owner === null || owner === ownId) continue;
    throw new ApiError('CNAMEAlreadyExists', `The name ${name} belongs to another distribution.`);
  }
}
