/** All statements: CloudFront's documented rules, family by family, and the way from an id to its sentence. */
import { ACCESS_LOGS } from './access-logs.ts';
import { CACHE_KEY } from './cache-key.ts';
import { COMPRESSION } from './compression.ts';
import { CONTROL_ACTIONS } from './control-actions.ts';
import { CONTROL_CLIENTS } from './control-clients.ts';
import { CONTROL_DOCUMENTS } from './control-documents.ts';
import { CONTROL_ERRORS } from './control-errors.ts';
import { CONTROL_FLAT_DOCUMENTS } from './control-flat-documents.ts';
import { CONTROL_LIMITS } from './control-limits.ts';
import { CONTROL_TRANSPORT } from './control-transport.ts';
import { CONTROL_WRITES } from './control-writes.ts';
import { EDGES_AND_USAGE } from './edges-and-usage.ts';
import { ERRORS } from './errors.ts';
import { FRESHNESS } from './freshness.ts';
import { INVALIDATIONS } from './invalidations.ts';
import { LIMITS } from './limits.ts';
import { ORIGIN_REQUESTS } from './origin-requests.ts';
import { RANGES } from './ranges.ts';
import { RESPONSE_HEADERS } from './response-headers.ts';
import { SIGNED_URLS } from './signed-urls.ts';
import type { Statement, StatementFamily } from './statement.ts';
import { VIEWER_REQUESTS } from './viewer-requests.ts';

/** In the order a request meets them, then the control API, whose family is several files. */
const FAMILIES: readonly StatementFamily[] = [
  VIEWER_REQUESTS,
  CACHE_KEY,
  ORIGIN_REQUESTS,
  FRESHNESS,
  ERRORS,
  RANGES,
  RESPONSE_HEADERS,
  COMPRESSION,
  SIGNED_URLS,
  ACCESS_LOGS,
  INVALIDATIONS,
  EDGES_AND_USAGE,
  LIMITS,
  CONTROL_TRANSPORT,
  CONTROL_ACTIONS,
  CONTROL_FLAT_DOCUMENTS,
  CONTROL_DOCUMENTS,
  CONTROL_WRITES,
  CONTROL_LIMITS,
  CONTROL_ERRORS,
  CONTROL_CLIENTS,
];

/** Every statement, in the order of families and numbers. */
export const ALL_STATEMENTS: readonly Statement[] = FAMILIES.flatMap(statementsOf);

const SENTENCES: ReadonlyMap<string, string> = new Map(ALL_STATEMENTS.map((row) => [row.id, row.sentence]));

/** The rule in words. An id that no family has is our own mistake and throws. */
export function sentenceOf(id: string): string {
  const sentence = SENTENCES.get(id);
  if (sentence === undefined) throw new RangeError(`no statement has the id ${id}`);
  return sentence;
}

/** The family of an id: `TTL` for `TTL-17g`. */
export function familyOf(id: string): string {
  return id.slice(0, id.indexOf('-'));
}

function statementsOf(family: StatementFamily): Statement[] {
  return Object.entries(family).map(([id, { eras, sentence }]) => ({ id, eras, sentence }));
}
