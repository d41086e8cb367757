/** The `distributions:` of the configuration, resolved: documents read, ids and names completed (D-18). */
import { digestWord } from '../control/identifiers.ts';
import { eraOf } from '../distribution/api-version.ts';
import { readDistributionConfig } from '../distribution/read-distribution-config.ts';
import type { Draft } from '../schema/reading.ts';
import type { Configuration } from './configuration.ts';
import { documentFormat } from './document-format.ts';
import type { References } from './references.ts';
import type { DistributionEntry } from './settings.ts';

type Written = Draft<Configuration>;
type WrittenDistribution = Draft<Configuration['distributions'][number]>;

const NO_ACCOUNT = '000000000000';

/** A distribution and its path in the configuration. */
export interface PlacedDistribution {
  readonly at: string;
  readonly entry: DistributionEntry;
}

/** The owner of what the file names no account for: that of its first credentials (D-18). */
export function fileAccount(written: Written): string {
  return written.credentials?.[0]?.account ?? NO_ACCOUNT;
}

/** Every distribution whose document is sound; what is wrong with the others has been reported. */
export function resolveDistributions(written: Written, references: References): PlacedDistribution[] {
  const owner = fileAccount(written);
  const placed: PlacedDistribution[] = [];
  for (const [index, distribution] of (written.distributions ?? []).entries()) {
    const at = `distributions[${index}]`;
    const entry = distribution && resolveDistribution(at, { distribution, owner }, references);
    if (entry) placed.push({ at, entry });
  }
  return placed;
}

function resolveDistribution(
  at: string,
  { distribution, owner }: { readonly distribution: WrittenDistribution; readonly owner: string },
  references: References,
): DistributionEntry | null {
  const { config, apiVersion } = distribution;
  if (config === undefined) return null;
  const document = references.read(`${at}.config`, config);
  if (document === null) return null;
  const format = documentFormat(document.bytes);
  const read = readDistributionConfig(document.bytes, { format, apiVersion: apiVersion ?? null });
  if ('problems' in read) {
    references.elsewhere.push(...read.problems.map((problem) => ({ file: document.file, ...problem })));
    return null;
  }
  const id = distribution.id ?? derivedId(config);
  return {
    id,
    domainName: distribution.domainName ?? derivedDomainName(id),
    account: distribution.account ?? owner,
    version: read.version,
    era: eraOf(read.version),
    config: read.config,
    source: document.file,
  };
}

/** The id of an entry that gives none: from the path of its document as written, so that edits keep it. */
function derivedId(path: string): string {
  return `E${digestWord(path).toUpperCase()}`;
}

function derivedDomainName(id: string): string {
  return `d${digestWord(id)}.cloudfront.net`;
}
