/** What must hold of elements that only the flat documents have. */
import type { Draft, Notes } from '../schema/reading.ts';
import type { DistributionDocument } from './distribution-document.ts';
import { MAX_TRUSTED_SIGNERS } from './limits.ts';

/** CA-106: whoever wants signed URLs names who signs them; the owner counts as one. */
export function checkFlatSigners(signers: Draft<DistributionDocument>['TrustedSigners'], notes: Notes): void {
  if (signers?.AwsAccountNumber === undefined) return;
  const count = signers.AwsAccountNumber.length + (signers.Self === true ? 1 : 0);
  if (count === 0 && signers.Self === false) notes.report('TrustedSigners', 'must name at least one signer');
  if (count > MAX_TRUSTED_SIGNERS && signers.AwsAccountNumber.length <= MAX_TRUSTED_SIGNERS) {
    const message = `has ${count}; at most ${MAX_TRUSTED_SIGNERS} are allowed`;
    notes.report('TrustedSigners', message, 'TooManyTrustedSigners');
  }
}

/** CA-287: the one protocol that can be required is https. */
export function checkProtocols(
  required: Draft<DistributionDocument>['RequiredProtocols'],
  notes: Notes,
): void {
  if (required?.Protocol === undefined) return;
  if (required.Protocol.length === 1 && required.Protocol[0] === 'https') return;
  notes.report('RequiredProtocols', 'must hold one Protocol, which is https', 'InvalidRequiredProtocol');
}
