/**
 * What must hold between the members of a DistributionConfig. Rules look at a draft, so that they report beside
 * problems of form; a part that could not be read (`undefined`) is passed over.
 */
import type { Draft, Notes } from '../schema/reading.ts';
import { checkBehavior } from './behavior-rules.ts';
import type { DistributionDocument } from './distribution-document.ts';
import { checkFlatSigners, checkProtocols } from './flat-rules.ts';
import { checkLogging } from './logging-rules.ts';
import { checkFlatOrigin, checkOrigins } from './origin-rules.ts';
import { reportRepeats } from './repeats.ts';

type Document = Draft<DistributionDocument>;

/** Reports every broken rule of a document of any version. */
export function checkDistribution(document: Document, notes: Notes): void {
  reportRepeats(document.Aliases ?? [], notes, (index) => `Aliases[${index}]`);
  reportRepeats(document.CNAME ?? [], notes, (index) => `CNAME[${index}]`);
  checkLogging(document.Logging, notes);
  checkCertificate(document.ViewerCertificate, notes);
  checkFlatOrigin(document, notes);
  checkFlatSigners(document.TrustedSigners, notes);
  checkProtocols(document.RequiredProtocols, notes);
  checkOrigins(document.Origins ?? [], notes);
  checkBehaviors(document, notes);
}

function checkBehaviors({ Origins, DefaultCacheBehavior, CacheBehaviors }: Document, notes: Notes): void {
  const ids = originIds(Origins);
  checkBehavior(DefaultCacheBehavior, { path: 'DefaultCacheBehavior', ids }, notes);
  for (const [index, behavior] of (CacheBehaviors ?? []).entries()) {
    checkBehavior(behavior, { path: `CacheBehaviors[${index}]`, ids }, notes);
  }
}

/** CA-164, CA-165. */
function checkCertificate(certificate: Document['ViewerCertificate'], notes: Notes): void {
  if (certificate?.IAMCertificateId === undefined) return;
  if (certificate.CloudFrontDefaultCertificate === undefined) return;
  if ((certificate.IAMCertificateId === null) === certificate.CloudFrontDefaultCertificate) return;
  notes.report(
    'ViewerCertificate',
    'must hold either an IAMCertificateId or CloudFrontDefaultCertificate true',
    'InvalidViewerCertificate',
  );
}

function originIds(origins: Document['Origins']): ReadonlySet<string> | null {
  const ids = new Set<string>();
  for (const origin of origins ?? [undefined]) {
    if (origin?.Id === undefined) return null;
    ids.add(origin.Id);
  }
  return ids;
}
