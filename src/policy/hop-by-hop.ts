/**
 * Headers that speak about one connection only (RFC 9110 §7.6.1): they never pass the edge, in neither
 * direction, and neither do those that the Connection header names beside them.
 */
import { allHeaders, type HeaderList } from '../http/header-list.ts';
import { splitList } from '../http/list-value.ts';
import { NameSet } from '../http/name-set.ts';

/** Lower-cased names that a message's own Connection header makes hop-by-hop. */
export function connectionNames(headers: HeaderList): ReadonlySet<string> {
  let names: Set<string> | null = null;
  for (const value of allHeaders(headers, 'connection')) {
    for (const name of splitList(value.toLowerCase())) {
      if (name === 'keep-alive' || name === 'close') continue;
      names ??= new Set();
      names.add(name);
    }
  }
  return names ?? NONE;
}

/** Whether the name, however it is spelled, is hop-by-hop in every message, framing included. */
export function isHopByHop(name: string): boolean {
  return ALWAYS.has(name);
}

const NONE: ReadonlySet<string> = new Set();
const ALWAYS = new NameSet([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
