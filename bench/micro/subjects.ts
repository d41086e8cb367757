/** The clever pure files, each with the work of one request. A new one is a new row. */
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import { ObjectStore } from '../../src/cache/object-store.ts';
import { PlainCutter } from '../../src/edge/plain-cutter.ts';
import { PlainSections } from '../../src/edge/plain-section.ts';
import { RequestIds } from '../../src/edge/request-id.ts';
import { parseRange, resolveRange } from '../../src/http/range.ts';
import { parseRequestTarget } from '../../src/http/request-target.ts';
import { compileWildcard } from '../../src/http/wildcard.ts';
import { cacheKeyOf, compileCacheKey } from '../../src/policy/cache-key.ts';
import { HeaderSection } from '../../src/policy/header-section.ts';
import { looseObject, place } from '../../test/cache/objects.ts';
import { behavior } from '../../test/policy/behavior.ts';
import { hits } from './hits.ts';

export interface MicroSubject {
  readonly name: string;
  /** Answers with something that depends on the work, so that it cannot be left out. */
  readonly run: (at: number) => unknown;
}

const PATHS = Array.from({ length: 1024 }, (_, at) => `/images/${at % 7}/picture-${at}.jpg`);
const KEYS = PATHS.map((path) => place(path).key);
const HEADERS = ['Host', 'www.example.com', 'Accept-Encoding', 'gzip, br', 'Cookie', 'b=2; session=1; c=3'];
const SECTION = new HeaderSection(HEADERS);
const HOSTILE = `/${'a'.repeat(8000)}`;

const isPicture = compileWildcard('/images/*/picture-?*.jpg');
const isHostile = compileWildcard('*a*a*a*a*a*ab*');
const plain = compileCacheKey({ distributionId: 'E1' }, behavior(), '12');
const whitelist = behavior({ queryString: true, cookies: 'whitelist', names: ['session'] });
const keyed = compileCacheKey({ distributionId: 'E1' }, whitelist, '12');
const requestIds = new RequestIds();
const cutter = new PlainCutter(new PlainSections());
const REQUESTS = PATHS.map((path) => requestBytes(path, 'b=2'));
const OTHER_REQUESTS = PATHS.map((path, at) => requestBytes(path, `session=${at}`));
const store = filledStore();

export const MICRO_SUBJECTS: readonly MicroSubject[] = [
  { name: 'wildcard, a pattern of every day', run: (at) => isPicture(pathAt(at)) },
  { name: 'wildcard, hostile 8 KB path', run: () => isHostile(HOSTILE) },
  { name: 'request target', run: (at) => parseRequestTarget(pathAt(at)) },
  { name: 'range', run: () => resolveRange(parseRange('bytes=100-199') ?? [], 10_000, 64) },
  { name: 'cache key, path only', run: (at) => cacheKeyOf(plain, requestAt(at, null)) },
  {
    name: 'cache key, query and a cookie',
    run: (at) => cacheKeyOf(keyed, requestAt(at, 'size=2&colour=blue')),
  },
  { name: 'look-up of a stored object', run: (at) => lookUp(KEYS[at % KEYS.length]!) },
  { name: 'header section', run: () => new HeaderSection(HEADERS) },
  { name: 'cut a request', run: (at) => cutter.cut(REQUESTS[at % PATHS.length]!, 0) === 'whole' },
  {
    name: 'cut a request, other headers',
    run: (at) => cutter.cut(OTHER_REQUESTS[at % PATHS.length]!, 0) === 'whole',
  },
  { name: 'request id', run: () => requestIds.next() },
  { name: 'hit between the doors', run: await hits({}) },
  { name: 'the same with a log', run: await hits({ hasLog: true }) },
  { name: 'the same, signed', run: await hits({ hasLog: true, isSigned: true }) },
  { name: 'the same, 304', run: await hits({ hasLog: true, isConditional: true }) },
  { name: 'the same, other headers each time', run: await hits({ hasLog: true, hasFreshSection: true }) },
];

function requestBytes(path: string, cookie: string): Buffer {
  const lines = ['Host: www.example.com', 'User-Agent: wrk/4.1.0', 'Accept: */*', `Cookie: ${cookie}`];
  return Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
}

function pathAt(at: number): string {
  return PATHS[at % PATHS.length]!;
}

function requestAt(at: number, query: string | null) {
  return { path: pathAt(at), query, section: SECTION };
}

/** As a hit does: found, asked for its age and its lines, and let go. */
function lookUp(key: string): number {
  const object = store.get(key)!;
  const { freshUntil, status, lines } = object;
  object.release();
  return freshUntil + status + lines.length;
}

function filledStore(): ObjectStore {
  const invalidations = new InvalidationLog();
  const filled = new ObjectStore({
    limits: { capacityBytes: 1024 ** 2 * 16, maxObjectBytes: 1024 ** 2 },
    invalidations,
  });
  for (const path of PATHS) filled.put(looseObject(place(path), 0))?.release();
  return filled;
}
