/** What the object is kept under, where it comes from, how long it stays: the chapters behind the door. */
import type { Chapter } from './chapter.ts';
import type { SentHeader } from './header-fate.ts';
import type { KeyFacts } from './key-facts.ts';
import type { OriginFacts } from './origin-facts.ts';
import { secondsText } from './time-text.ts';
import type { TtlFacts, TtlSample } from './ttl-facts.ts';

export function keyChapter(facts: KeyFacts): Chapter {
  const lines = [
    `path     ${facts.path}`,
    `query    ${queryText(facts)}`,
    `gzip     ${facts.isGzip ? 'yes: the viewer takes it' : 'no'}`,
    `cookies  ${facts.cookies ?? (facts.forwardsCookies ? 'none was sent that is forwarded' : 'none are forwarded')}`,
  ];
  return { title: 'Cache key', lines, rules: facts.rules };
}

function queryText({ sentQuery, query }: KeyFacts): string {
  if (sentQuery === null) return 'none';
  if (query === null) return `not part of it (sent: ${sentQuery})`;
  return query === sentQuery ? query : `${query} (sent: ${sentQuery})`;
}

export function originChapter(facts: OriginFacts): Chapter {
  const sent = facts.headers.map((header) => `  ${headerText(header)}`);
  const lost = facts.lost.map((header) => `  ${headerText(header, header.fate)}`);
  const lines = [
    `Origin ${facts.originId}, ${facts.domainName}, ${placeText(facts)}${signedText(facts)}.`,
    `${facts.method} ${facts.path}`,
    ...sent,
    ...(lost.length === 0 ? [] : ["The viewer's headers that do not go on as they came:", ...lost]),
  ];
  return { title: 'Request to the origin, if one is needed', lines, rules: facts.rules };
}

function placeText({ folder, endpoint, protocol }: OriginFacts): string {
  if (endpoint === null) return `played by the folder ${folder}`;
  const { host, port } = endpoint;
  return `asked over ${protocol} at ${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function signedText({ isSigned, accessIdentity }: OriginFacts): string {
  const as = accessIdentity === null ? '' : ` as identity ${accessIdentity}`;
  return isSigned ? `, signed${as}` : as;
}

function headerText({ name, value, rule }: SentHeader, fate = ''): string {
  const reason = rule === null ? '' : `${rule.id}: ${rule.sentence}`;
  const notes = [fate, reason].filter((note) => note !== '').join(', ');
  return `${name}: ${value}  [${notes}]`;
}

export function ttlChapter({ minSeconds, defaultSeconds, samples, rules }: TtlFacts): Chapter {
  const bounds = `At least ${secondsText(minSeconds)}; ${secondsText(defaultSeconds)} where the origin says nothing.`;
  const lines = [bounds, 'What would become of some answers:', ...samples.map(sampleText)];
  return { title: 'Time to live', lines, rules };
}

function sampleText({ status, header, ttlSeconds }: TtlSample): string {
  const answer = `${status} ${header === '' ? 'without caching headers' : `with ${header}`}`;
  if (ttlSeconds === null) return `  ${answer}: not kept`;
  return `  ${answer}: ${ttlSeconds === 0 ? 'kept, and confirmed each time' : secondsText(ttlSeconds)}`;
}
