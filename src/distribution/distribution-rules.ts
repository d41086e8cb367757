/**
 * What must hold between the members of a DistributionConfig. Rules look at a draft, so that they report beside
 * problems of form; a part that could not be read (`undefined`) is passed over.
 */
import type { Draft, Notes } from '../schema/reading.ts';
import type { CacheBehavior } from './distribution-config.ts';
import type { DistributionDocument } from './distribution-document.ts';
import { hostNameFault, isBucketHost } from './host-name.ts';
import { MAX_COOKIE_NAMES_BYTES, MAX_ORIGIN_HOST_LENGTH, MAX_TRUSTED_SIGNERS } from './limits.ts';
import type { Origin } from './origin.ts';

type Document = Draft<DistributionDocument>;
type Behavior = Draft<Omit<CacheBehavior, 'PathPattern'>>;

/** Reports every broken rule of a document of any version. */
export function checkDistribution(document: Document, notes: Notes): void {
  checkAliases(document, notes);
  checkLogging(document.Logging, notes);
  checkCertificate(document.ViewerCertificate, notes);
  checkFlatOrigin(document, notes);
  checkFlatSigners(document.TrustedSigners, notes);
  checkOrigins(document.Origins ?? [], notes);
  const ids = originIds(document.Origins);
  checkBehavior(document.DefaultCacheBehavior, 'DefaultCacheBehavior', ids, notes);
  for (const [index, behavior] of (document.CacheBehaviors ?? []).entries()) {
    checkBehavior(behavior, `CacheBehaviors[${index}]`, ids, notes);
  }
}

function checkAliases({ Aliases, CNAME }: Document, notes: Notes): void {
  for (const [list, names] of Object.entries({ Aliases, CNAME })) {
    reportRepeats(names ?? [], notes, (index) => `${list}[${index}]`);
  }
}

function checkLogging(logging: Document['Logging'], notes: Notes): void {
  if (logging === null || logging === undefined || logging.Enabled === false) return;
  if (logging.Bucket === '') notes.report('Logging.Bucket', 'is required while logging is on');
}

function checkCertificate(certificate: Document['ViewerCertificate'], notes: Notes): void {
  if (certificate?.IAMCertificateId === undefined) return;
  if (certificate.CloudFrontDefaultCertificate === undefined) return;
  if ((certificate.IAMCertificateId === null) === certificate.CloudFrontDefaultCertificate) return;
  notes.report(
    'ViewerCertificate',
    'must hold either an IAMCertificateId or CloudFrontDefaultCertificate true',
  );
}

function checkFlatOrigin({ Origin: host, S3Origin, CustomOrigin, Origins }: Document, notes: Notes): void {
  if (typeof host === 'string') checkBucket(host, 'Origin', notes);
  if (typeof S3Origin?.DNSName === 'string') checkBucket(S3Origin.DNSName, 'S3Origin.DNSName', notes);
  if (typeof CustomOrigin?.DNSName === 'string')
    checkHost(CustomOrigin.DNSName, 'CustomOrigin.DNSName', notes);
  const isFlat = host === null && Origins === null;
  if (isFlat && S3Origin === null && CustomOrigin === null) {
    notes.report('', 'must have an S3Origin or a CustomOrigin');
  }
  if (S3Origin && CustomOrigin) notes.report('CustomOrigin', 'must not stand beside S3Origin');
}

function checkFlatSigners(signers: Document['TrustedSigners'], notes: Notes): void {
  if (signers?.AwsAccountNumber === undefined) return;
  const count = signers.AwsAccountNumber.length + (signers.Self === true ? 1 : 0);
  if (count === 0 && signers.Self === false) notes.report('TrustedSigners', 'must name at least one signer');
  if (count > MAX_TRUSTED_SIGNERS && signers.AwsAccountNumber.length <= MAX_TRUSTED_SIGNERS) {
    notes.report('TrustedSigners', `has ${count}; at most ${MAX_TRUSTED_SIGNERS} are allowed`);
  }
}

function checkOrigins(origins: readonly (Draft<Origin> | undefined)[], notes: Notes): void {
  const ids = origins.map((origin) => origin?.Id);
  reportRepeats(ids, notes, (index) => `Origins[${index}].Id`);
  for (const [index, origin] of origins.entries()) {
    if (origin !== undefined) checkOrigin(origin, `Origins[${index}]`, notes);
  }
}

function checkOrigin(
  { DomainName: host, S3OriginConfig: s3, CustomOriginConfig: custom }: Draft<Origin>,
  path: string,
  notes: Notes,
): void {
  if (s3 === undefined || custom === undefined) return;
  if (s3 !== null && custom !== null) {
    notes.report(path, 'must not have both an S3OriginConfig and a CustomOriginConfig');
  } else if (s3 === null && custom === null) {
    notes.report(path, 'must have an S3OriginConfig or a CustomOriginConfig');
  } else if (host !== undefined) {
    const check = s3 === null ? checkHost : checkBucket;
    check(host, `${path}.DomainName`, notes);
  }
}

function checkBucket(host: string, path: string, notes: Notes): void {
  if (!isBucketHost(host)) notes.report(path, 'must be the host of a bucket: BUCKET.s3.amazonaws.com');
}

function checkHost(host: string, path: string, notes: Notes): void {
  const because =
    host.length > MAX_ORIGIN_HOST_LENGTH
      ? `has ${host.length} characters; at most ${MAX_ORIGIN_HOST_LENGTH} are allowed`
      : hostNameFault(host);
  if (because !== null) notes.report(path, because);
}

/** The ids that behaviors may name; `null` while not all of them are known. */
function originIds(origins: Document['Origins']): ReadonlySet<string> | null {
  const ids = new Set<string>();
  for (const origin of origins ?? [undefined]) {
    if (origin?.Id === undefined) return null;
    ids.add(origin.Id);
  }
  return ids;
}

function checkBehavior(
  behavior: Behavior | null | undefined,
  path: string,
  ids: ReadonlySet<string> | null,
  notes: Notes,
): void {
  if (behavior === null || behavior === undefined) return;
  const { TargetOriginId: target, TrustedSigners: signers } = behavior;
  if (target !== undefined && ids !== null && !ids.has(target)) {
    notes.report(`${path}.TargetOriginId`, `names no origin of this distribution: ${target}`);
  }
  if (signers?.Enabled === true && signers.AwsAccountNumbers?.length === 0) {
    notes.report(`${path}.TrustedSigners`, 'is enabled but names no signer');
  }
  checkCookies(behavior.ForwardedValues?.Cookies, `${path}.ForwardedValues.Cookies`, notes);
}

type Cookies = NonNullable<NonNullable<Behavior['ForwardedValues']>['Cookies']>;

function checkCookies(cookies: Cookies | undefined, path: string, notes: Notes): void {
  if (cookies?.Forward === undefined || cookies.WhitelistedNames === undefined) return;
  const names = cookies.WhitelistedNames;
  if (cookies.Forward === 'whitelist' && names.length === 0) {
    notes.report(`${path}.WhitelistedNames`, 'is required while Forward is whitelist');
  }
  if (cookies.Forward !== 'whitelist' && names.length > 0) {
    notes.report(`${path}.WhitelistedNames`, `must be absent while Forward is ${cookies.Forward}`);
  }
  const sizeBytes = names.reduce((sum, name) => sum + Buffer.byteLength(name ?? '') + 1, 0);
  if (sizeBytes > MAX_COOKIE_NAMES_BYTES) {
    notes.report(
      `${path}.WhitelistedNames`,
      `has ${sizeBytes - names.length} bytes of names; ${names.length} names may have ${MAX_COOKIE_NAMES_BYTES - names.length}`,
    );
  }
}

function reportRepeats(
  texts: readonly (string | undefined)[],
  notes: Notes,
  pathOf: (index: number) => string,
): void {
  const seen = new Set<string>();
  for (const [index, text] of texts.entries()) {
    if (text === undefined) continue;
    if (seen.has(text)) notes.report(pathOf(index), `is given twice: ${text}`);
    seen.add(text);
  }
}
