/** What must hold of the hosts that content comes from, in the flat and the counted spelling. */
import type { Draft, Notes } from '../schema/reading.ts';
import type { DistributionDocument } from './distribution-document.ts';
import { hostNameFault, isBucketHost } from './host-name.ts';
import { MAX_ORIGIN_HOST_LENGTH } from './limits.ts';
import type { Origin } from './origin.ts';
import { reportRepeats } from './repeats.ts';

type Document = Draft<DistributionDocument>;

/** CA-90, CA-100, CA-101: the one origin of a flat document. */
export function checkFlatOrigin(
  { Origin: host, S3Origin, CustomOrigin, Origins }: Document,
  notes: Notes,
): void {
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

/** CA-126, CA-127, CA-143: the origins of a counted document. */
export function checkOrigins(origins: readonly (Draft<Origin> | undefined)[], notes: Notes): void {
  const ids = origins.map((origin) => origin?.Id);
  reportRepeats(ids, notes, (index) => `Origins[${index}].Id`);
  for (const [index, origin] of origins.entries()) {
    if (origin !== undefined) checkOrigin(origin, `Origins[${index}]`, notes);
  }
}

/** CA-144, CA-288: the host of a bucket; where its length is bounded, that comes first (CA-220). */
export function checkBucket(host: string, path: string, notes: Notes): void {
  const tooLong = lengthFault(host);
  if (tooLong !== null) notes.report(path, tooLong);
  else checkBucketHost(host, path, notes);
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
    const check = s3 === null ? checkHost : checkBucketHost;
    check(host, `${path}.DomainName`, notes);
  }
}

function checkBucketHost(host: string, path: string, notes: Notes): void {
  if (isBucketHost(host)) return;
  notes.report(path, 'must be the host of a bucket: BUCKET.s3.amazonaws.com', 'InvalidOrigin');
}

function checkHost(host: string, path: string, notes: Notes): void {
  const because = lengthFault(host) ?? hostNameFault(host);
  if (because !== null) notes.report(path, because);
}

function lengthFault(host: string): string | null {
  if (host.length <= MAX_ORIGIN_HOST_LENGTH) return null;
  return `has ${host.length} characters; at most ${MAX_ORIGIN_HOST_LENGTH} are allowed`;
}
