/** What must hold between the members of a StreamingDistributionConfig. */
import type { Draft, Notes } from '../schema/reading.ts';
import { checkSigners } from './behavior-rules.ts';
import { checkFlatSigners } from './flat-rules.ts';
import { checkLogging } from './logging-rules.ts';
import { checkBucket } from './origin-rules.ts';
import { reportRepeats } from './repeats.ts';
import type { StreamingDocument } from './streaming-document.ts';

type Document = Draft<StreamingDocument>;

/** Reports every broken rule of a document of any version. */
export function checkStreaming(document: Document, notes: Notes): void {
  reportRepeats(document.Aliases ?? [], notes, (index) => `Aliases[${index}]`);
  reportRepeats(document.CNAME ?? [], notes, (index) => `CNAME[${index}]`);
  checkLogging(document.Logging, notes);
  if (typeof document.Origin === 'string') checkBucket(document.Origin, 'Origin', notes);
  if (document.S3Origin) checkHostNames(document.S3Origin, notes);
  const signers = document.TrustedSigners;
  if (!signers) return;
  if ('Self' in signers) checkFlatSigners(signers, notes);
  else checkSigners({ ...signers, Enabled: signers.Enabled ?? undefined }, 'TrustedSigners', notes);
}

/** Either name will do where a version has both (CA-151). */
function checkHostNames(
  { DNSName, DomainName }: Draft<NonNullable<StreamingDocument['S3Origin']>>,
  notes: Notes,
): void {
  if (DNSName === undefined || DomainName === undefined) return;
  if (DNSName === null && DomainName === null) {
    notes.report('S3Origin.DomainName', 'is required', 'MalformedXML');
  } else if (DNSName !== null && DomainName !== null && DNSName !== DomainName) {
    notes.report('S3Origin.DomainName', `differs from DNSName, which is ${DNSName}`);
  } else if (DomainName !== null) checkBucket(DomainName, 'S3Origin.DomainName', notes);
  else if (DNSName !== null) checkBucket(DNSName, 'S3Origin.DNSName', notes);
}
