/**
 * Why the headers of a request to an origin are as they are. What becomes of a header is read off the
 * list that the edge itself would send; only the reason is looked up here.
 */
import { findHeader, type HeaderList } from '../../http/header-list.ts';
import { connectionNames } from '../../policy/hop-by-hop.ts';
import { type CitedRule, citedRules } from './rule.ts';

export interface SentHeader {
  readonly name: string;
  readonly value: string;
  /** The rule that put it there or let it pass; of a lost header, the one that stopped it. Null: none speaks of it. */
  readonly rule: CitedRule | null;
}

export interface LostHeader extends SentHeader {
  readonly fate: 'removed' | 'replaced' | 'extended';
}

/** Each header that the origin gets. */
export function sentHeaders(sent: HeaderList): SentHeader[] {
  return pairsOf(sent).map(([name, value]) => {
    return { name, value, rule: ruleOf(SENT.get(name.toLowerCase()) ?? 'OR-11') };
  });
}

/** Each header of the viewer that does not reach the origin as it came. */
export function lostHeaders(viewer: HeaderList, sent: HeaderList): LostHeader[] {
  const named = connectionNames(viewer);
  const passed = new Set(pairsOf(sent).map(([name, value]) => `${name.toLowerCase()}\n${value}`));
  return pairsOf(viewer).flatMap(([name, value]) => {
    const lowerName = name.toLowerCase();
    if (passed.has(`${lowerName}\n${value}`)) return [];
    const rule = named.has(lowerName) ? ruleOf('OR-14') : reasonOf(lowerName);
    return [{ name, value, fate: fateOf(value, findHeader(sent, lowerName)), rule }];
  });
}

function fateOf(value: string, sent: string | undefined): LostHeader['fate'] {
  if (sent === undefined) return 'removed';
  return sent.startsWith(`${value},`) ? 'extended' : 'replaced';
}

function ruleOf(id: string): CitedRule {
  return citedRules(id)[0]!;
}

function reasonOf(lowerName: string): CitedRule | null {
  const prefix = PREFIXES.find(([start]) => lowerName.startsWith(start));
  const id = LOST.get(lowerName) ?? prefix?.[1];
  return id === undefined ? null : ruleOf(id);
}

function pairsOf(list: HeaderList): [name: string, value: string][] {
  return Array.from({ length: list.length / 2 }, (_, at) => [list[at * 2]!, list[at * 2 + 1]!]);
}

/** Names are the viewer's, and a plain object would know some of them by heart. */
function mapOf(ids: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(ids));
}

/** Headers that are not the viewer's, or pass by a rule that names them. */
const SENT: ReadonlyMap<string, string> = mapOf({
  host: 'OR-12',
  'user-agent': 'OR-13',
  connection: 'OR-14',
  via: 'OR-15',
  'x-forwarded-for': 'OR-16',
  'x-amz-cf-id': 'OR-17',
  'accept-encoding': 'OR-20',
  cookie: 'CK-17',
  range: 'OR-29',
  'cache-control': 'OR-27',
  pragma: 'OR-27',
  'max-forwards': 'OR-30',
  warning: 'OR-30a',
  'content-md5': 'OR-31',
  'content-type': 'OR-31',
  date: 'OR-31',
  from: 'OR-31',
  origin: 'OR-31',
  'if-match': 'OR-28',
  'if-modified-since': 'OR-28',
  'if-none-match': 'OR-28',
  'if-range': 'RG-12',
  'if-unmodified-since': 'OR-28',
});

const LOST: ReadonlyMap<string, string> = mapOf({
  host: 'OR-12',
  'user-agent': 'OR-13',
  connection: 'OR-14',
  'keep-alive': 'OR-14',
  via: 'OR-15',
  'x-forwarded-for': 'OR-16',
  authorization: 'OR-18',
  cookie: 'OR-19',
  'accept-encoding': 'OR-20',
  accept: 'OR-21',
  'accept-charset': 'OR-21',
  'accept-language': 'OR-21',
  referer: 'OR-21',
  expect: 'OR-22',
  te: 'OR-23',
  trailer: 'OR-23',
  upgrade: 'OR-24',
  'x-forwarded-proto': 'OR-25',
  'x-real-ip': 'OR-25',
  'x-http-method-override': 'OR-26',
  range: 'RG-2',
  'if-match': 'D-4',
  'if-modified-since': 'D-4',
  'if-none-match': 'D-4',
  'if-range': 'D-4',
  'if-unmodified-since': 'D-4',
});

const PREFIXES: readonly (readonly [start: string, id: string])[] = [
  ['x-edge-', 'OR-25'],
  ['x-edgefront-', 'OR-25'],
  ['x-amz-cf-', 'OR-17'],
  ['cloudfront-', 'OR-32'],
  ['proxy-', 'OR-23'],
];
