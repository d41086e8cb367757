/** What must hold between the distributions of a file, and between them and the rest of it. */
import { identityId } from '../distribution/identity-reference.ts';
import type { Notes } from '../schema/reading.ts';
import { reportRepeated } from './repetition.ts';
import type { PlacedDistribution } from './resolve-distributions.ts';

/** What the rest of the file offers to distributions. */
export interface Offers {
  readonly iamCertificateIds: ReadonlySet<string>;
  /** Null when the control API may know others. */
  readonly identities: ReadonlySet<string> | null;
}

/** Reports ids and names that two distributions share (VR-3, D-18), and ids that nothing in the file has. */
export function checkDistributions(
  placed: readonly PlacedDistribution[],
  offers: Offers,
  notes: Notes,
): void {
  reportRepeated(
    notes,
    'is the id of',
    placed.map(({ at, entry }) => ({ at: `${at}.id`, value: entry.id, owner: at })),
  );
  checkNames(placed, notes);
  for (const distribution of placed) {
    checkCertificate(distribution, offers, notes);
    checkIdentities(distribution, offers, notes);
    checkLogTarget(distribution, notes);
  }
}

/** A name, assigned or alias, reaches one distribution only (VR-3). */
function checkNames(placed: readonly PlacedDistribution[], notes: Notes): void {
  const names = placed.flatMap(({ at, entry }) => {
    const owner = `distribution ${entry.id} (${at})`;
    const aliases = entry.config.Aliases.map((value) => ({ at: `${at}.config`, value, owner }));
    return [{ at: `${at}.domainName`, value: entry.domainName, owner }, ...aliases];
  });
  reportRepeated(notes, 'is a name of both', names);
}

function checkCertificate({ at, entry }: PlacedDistribution, offers: Offers, notes: Notes): void {
  const id = entry.config.ViewerCertificate.IAMCertificateId;
  if (id === null || offers.iamCertificateIds.has(id)) return;
  notes.report(`${at}.config`, `IAMCertificateId ${id} is that of none of certificates`);
}

function checkIdentities({ at, entry }: PlacedDistribution, { identities }: Offers, notes: Notes): void {
  for (const origin of entry.config.Origins) {
    const id = identityId(origin.S3OriginConfig?.OriginAccessIdentity ?? '');
    if (id === null || identities === null || identities.has(id)) continue;
    notes.report(
      `${at}.config`,
      `origin ${origin.Id} uses identity ${id}, which is not one of originAccessIdentities`,
    );
  }
}

/** The bucket becomes a folder and the prefix the beginning of file names (D-20): neither may lead elsewhere. */
function checkLogTarget({ at, entry }: PlacedDistribution, notes: Notes): void {
  const { Enabled, Bucket, Prefix } = entry.config.Logging;
  if (!Enabled) return;
  if (!/^[A-Za-z0-9][\w.-]*$/.test(Bucket))
    notes.report(`${at}.config`, `log bucket ${Bucket} cannot be a folder's name`);
  const leadsElsewhere = Prefix.split('/').some((segment) => segment === '..' || segment === '.');
  if (leadsElsewhere) notes.report(`${at}.config`, `log prefix ${Prefix} has a . or .. segment`);
}
