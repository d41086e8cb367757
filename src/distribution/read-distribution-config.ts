/** A DistributionConfig file, XML or JSON, of any version served → the configuration, or all its problems. */
import { describeNode, type Entry, type Node } from '../schema/node.ts';
import { byPlace, type Place, type Problem } from '../schema/problem.ts';
import { read } from '../schema/read.ts';
import { readXml } from '../schema/xml-document.ts';
import { readYaml } from '../schema/yaml-document.ts';
import { API_VERSIONS, type ApiVersion, NEWEST_VERSION, namespaceOf } from './api-version.ts';
import type { DistributionConfig } from './distribution-config.ts';
import { DistributionDocument } from './distribution-document.ts';
import { checkDistribution } from './distribution-rules.ts';
import { lift } from './lift.ts';

const ROOT = 'DistributionConfig';

export interface ReadOptions {
  readonly format: 'xml' | 'json';
  /** The version of a document that names none; `null`: the newest. */
  readonly apiVersion: ApiVersion | null;
}

export type DistributionReading =
  | { readonly version: ApiVersion; readonly config: DistributionConfig }
  | { readonly problems: Problem[] };

/** Reads bytes (which must be UTF-8) or text. JSON has the AWS CLI's shape, bare or inside `DistributionConfig`. */
export function readDistributionConfig(
  source: string | Uint8Array,
  options: ReadOptions,
): DistributionReading {
  const found =
    options.format === 'xml' ? openXml(source, options.apiVersion) : openJson(source, options.apiVersion);
  if ('because' in found) return { problems: [...found.because] };
  const { value, problems } = readNode(found.node, found.version);
  const all = [...found.problems, ...problems].sort(byPlace);
  if (value === null || all.length > 0) return { problems: all };
  return { version: found.version, config: lift(value, found.version) };
}

/** A tree and the version to read it by, or why there is none. */
type Found =
  | { readonly node: Node; readonly version: ApiVersion; readonly problems: readonly Problem[] }
  | { readonly because: readonly Problem[] };

function readNode(
  node: Node,
  version: ApiVersion,
): { readonly value: DistributionDocument | null; readonly problems: readonly Problem[] } {
  const { value, draft, notes } = read(DistributionDocument, node, version);
  if (draft !== undefined) checkDistribution(draft, notes);
  return { value, problems: notes.problems };
}

function openXml(source: string | Uint8Array, apiVersion: ApiVersion | null): Found {
  const document = readXml(source);
  if ('problems' in document) return { because: document.problems };
  const { name, namespace, node } = document;
  if (name !== ROOT) return refuse(`must be a ${ROOT}, not a ${name}`, node);
  if (namespace === '') return { node, version: apiVersion ?? NEWEST_VERSION, problems: [] };
  const version = API_VERSIONS.find((served) => namespaceOf(served) === namespace);
  if (version === undefined) {
    return refuse(`has the namespace ${namespace}; versions served are ${API_VERSIONS.join(', ')}`, node);
  }
  const disagrees = apiVersion !== null && apiVersion !== version;
  const message = `has the namespace of ${version}, but apiVersion says ${apiVersion}`;
  return { node, version, problems: disagrees ? [problemAt(message, node)] : [] };
}

function openJson(source: string | Uint8Array, apiVersion: ApiVersion | null): Found {
  const tree = readYaml(source);
  if ('problems' in tree) return { because: tree.problems };
  const version = apiVersion ?? NEWEST_VERSION;
  if (tree.node.kind !== 'map') return refuse(`must be an object, not ${describeNode(tree.node)}`, tree.node);
  const wrapped = tree.node.entries.find(({ name }) => name === ROOT);
  if (wrapped === undefined) return { node: tree.node, version, problems: [] };
  const beside = tree.node.entries.filter((entry) => entry !== wrapped && entry.name !== 'ETag');
  return { node: wrapped.node, version, problems: beside.map(besideProblem) };
}

/** The AWS CLI prints the configuration beside its ETag; anything else there is a mistake. */
function besideProblem({ name, line, column }: Entry): Problem {
  return { code: 'MalformedXML', path: name, message: `is not known beside ${ROOT}`, line, column };
}

function refuse(message: string, place: Place): Found {
  return { because: [problemAt(message, place)] };
}

function problemAt(message: string, { line, column }: Place): Problem {
  return { code: 'MalformedXML', path: '', message, line, column };
}
