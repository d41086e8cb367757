/** What a document is, told by its content: a file's name need not say it. */
import { readYaml } from '../schema/yaml-document.ts';

/** Names that only a DistributionConfig, bare or wrapped, has at its top. */
const DISTRIBUTION_NAMES = ['DistributionConfig', 'CallerReference', 'Origins', 'DefaultCacheBehavior'];

/** XML begins with an angle bracket, perhaps after a byte order mark and white space. */
export function documentFormat(bytes: Buffer): 'xml' | 'json' {
  const beginning = bytes.toString('utf8', 0, 1024);
  return /^\uFEFF?\s*</.test(beginning) ? 'xml' : 'json';
}

/** Whether a document is a DistributionConfig rather than a configuration file of edgefront. */
export function isDistributionDocument(bytes: Buffer): boolean {
  if (documentFormat(bytes) === 'xml') return true;
  const tree = readYaml(bytes);
  if ('problems' in tree || tree.node.kind !== 'map') return false;
  return tree.node.entries.some(({ name }) => DISTRIBUTION_NAMES.includes(name));
}
