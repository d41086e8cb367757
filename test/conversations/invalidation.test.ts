/** What an invalidation removes, what it leaves, and what becomes of objects on their way meanwhile. */
import { describe, expect, test } from 'vitest';
import { REMEMBERED_PATHS } from '../../src/cache/invalidation-log.ts';
import { conversation } from '../harness/conversation.ts';
import { gate, partial, received, reply } from '../harness/scripted-origin.ts';
import { requestText, withEase } from '../harness/test-edge.ts';

const MINUTE = { 'Cache-Control': 'max-age=60', ETag: '"1"' };
const numbered = (_request: unknown, index: number) => reply(200, MINUTE, `no. ${index}`);

/** Fetches all these, invalidates, and says which of them are gone. */
async function removed(
  targets: readonly string[],
  paths: readonly string[],
  options: { expands?: boolean; forwardsQuery?: boolean; rootObject?: string } = {},
): Promise<string[]> {
  const Cookies = { Forward: 'none', WhitelistedNames: [] } as const;
  const { edge, see } = await conversation(numbered, {
    behavior: { ForwardedValues: { QueryString: options.forwardsQuery ?? false, Cookies } },
    config: {},
    ...(options.rootObject === undefined ? {} : { config: { DefaultRootObject: options.rootObject } }),
  });
  for (const target of targets) await see(target);
  await edge.invalidate(paths, options);
  const gone: string[] = [];
  for (const target of targets) if ((await see(target)).includes('Miss')) gone.push(target);
  return gone;
}

describe('an invalidation names', () => {
  test('IN-8 IN-11 IN-12: one path, byte for byte', async () => {
    const targets = ['/a/b', '/a/B', '/a/b/', '/a/%62', '/a', '/a/b.c'];
    expect(await removed(targets, ['/a/b'])).toEqual(['/a/b']);
    expect(await removed(targets, ['/a/%62', '/a/b/'])).toEqual(['/a/b/', '/a/%62']);
  });

  test('IN-1: nothing without the leading slash', async () => {
    expect(await removed(['/a'], ['a'])).toEqual([]);
  });

  test('IN-2: a path of 4,000 characters', async () => {
    const long = `/${'x'.repeat(3999)}`;
    expect(await removed(['/a', long], [long])).toEqual([long]);
  });

  test('IN-3: literally, with a * that is nothing else', async () => {
    expect(await removed(['/a', '/a*', '/ab'], ['/a*'])).toEqual(['/a*']);
  });

  test('IN-3 IN-13: by wildcard where that is meant', async () => {
    const targets = ['/dir', '/dir/', '/dir/a', '/dir/b/c', '/dirt', '/other'];
    expect(await removed(targets, ['/dir/*'], { expands: true })).toEqual(['/dir/', '/dir/a', '/dir/b/c']);
    expect(await removed(targets, ['/dir*'], { expands: true })).toEqual(targets.slice(0, 5));
    expect(await removed(targets, ['/*'], { expands: true })).toEqual(targets);
  });

  test('IN-9: one variant of a forwarded query string', async () => {
    const targets = ['/a', '/a?x=1', '/a?x=2', '/a?y=1&x=1'];
    const options = { forwardsQuery: true };
    expect(await removed(targets, ['/a?x=1'], options)).toEqual(['/a?x=1']);
    expect(await removed(targets, ['/a'], options)).toEqual(['/a']);
    expect(await removed(targets, ['/a*'], { ...options, expands: true })).toEqual(targets);
    expect(await removed(targets, ['/a?x*'], { ...options, expands: true })).toEqual(['/a?x=1', '/a?x=2']);
    expect(await removed([...targets, '/aXx=1'], ['/a?x=1*'], { ...options, expands: true })).toEqual([
      '/a?x=1',
    ]);
  });

  test('IN-9: the plain path where the query string is not forwarded', async () => {
    expect(await removed(['/a?x=1'], ['/a?x=1'])).toEqual([]);
    expect(await removed(['/a?x=1'], ['/a'])).toEqual(['/a?x=1']);
  });

  test('IN-14: the default root object by its own path', async () => {
    const options = { rootObject: 'index.html' };
    expect(await removed(['/'], ['/index.html'], options)).toEqual(['/']);
    expect(await removed(['/', '/a'], ['/a'], options)).toEqual(['/a']);
  });

  test('IN-10: all cookie variants, and both encodings, together', async () => {
    const { edge, see } = await conversation(numbered, {
      behavior: {
        ForwardedValues: { QueryString: false, Cookies: { Forward: 'all', WhitelistedNames: [] } },
      },
    });
    const variants = [{ Cookie: 'a=1' }, { Cookie: 'a=2' }, {}, { 'Accept-Encoding': 'gzip' }];
    for (const headers of variants) expect(await see('/a', headers)).toContain('Miss');
    for (const headers of variants) expect(await see('/a', headers)).toContain('Hit');
    await edge.invalidate(['/a']);
    for (const headers of variants) expect(await see('/a', headers)).toContain('Miss');
  });

  test('IN-1: objects of its own distribution only', async () => {
    const { edge, later } = await conversation(numbered);
    await later(0);
    await edge.invalidate(['/a', '/*'], { expands: true, id: 'EOTHER' });
    expect(await later(0)).toContain('Hit');
  });
});

test('IN-18: the next request is a plain miss, without validators', async () => {
  const { origin, edge, later } = await conversation(numbered);
  await later(0);
  await edge.invalidate(['/a']);
  expect(await later(0)).toBe('200 Miss no. 1');
  expect(await later(0)).toBe('200 Hit 0s no. 1');
  expect(received(origin.requests[1], 'if-none-match')).toEqual([]);
});

test('IN-18 TTL-25: what it removed does not stand in when the origin fails', async () => {
  const { edge, later } = await conversation([reply(200, MINUTE, 'A'), reply(503, {}, 'down')]);
  await later(0);
  await edge.invalidate(['/a']);
  expect(await later(60)).toBe('503 Error down');
});

describe('while an object is on its way', () => {
  test('IN-19: its readers get it to the end, newcomers fetch anew, and only the new one is kept', async () => {
    const hold = gate();
    const { origin, edge, later } = await conversation([
      partial(200, { 'Content-Length': '3', ...MINUTE }, 'O', hold, 'LD'),
      reply(200, MINUTE, 'NEW'),
    ]);
    const leader = later(0);
    await origin.received(1);
    const follower = await edge.viewer();
    await follower.send(requestText('GET', '/a'));
    // Another worker's viewer reads along once it has the head, not as soon as it asks.
    expect(await follower.readHead()).toMatch(/^HTTP\/1\.1 200 .*X-Cache: Hit/s);
    await edge.invalidate(['/a']);
    expect(await later(0)).toBe('200 Miss NEW');
    hold.open();
    expect(await leader).toBe('200 Miss OLD');
    expect(String(await follower.read(3))).toBe('OLD');
    await edge.until(() => edge.location.fills.count === 0);
    expect(await later(5)).toBe('200 Hit 5s NEW');
  });

  test('IN-19: it is not kept even when nobody asked meanwhile', async () => {
    const hold = gate();
    const { origin, edge, later } = await conversation([
      partial(200, { 'Content-Length': '3', ...MINUTE }, 'O', hold, 'LD'),
      reply(200, MINUTE, 'NEW'),
    ]);
    const leader = later(0);
    await origin.received(1);
    await edge.invalidate(['/a*'], { expands: true });
    hold.open();
    expect(await leader).toBe('200 Miss OLD');
    expect(edge.location.store.count).toBe(0);
    expect(await later(0)).toBe('200 Miss NEW');
  });

  test.each([
    ['a confirmation', 304, '200 RefreshHit OLD'],
    ['a failure', 503, '200 Hit 60s OLD'],
  ])('IN-19: %s that was asked for before revives nothing', async (_title, status, seen) => {
    const hold = gate();
    const { origin, edge, later } = await conversation([
      reply(200, MINUTE, 'OLD'),
      [hold, ...reply(status)],
      reply(200, MINUTE, 'NEW'),
    ]);
    await later(0);
    const asking = later(60);
    await origin.received(2);
    await edge.invalidate(['/a']);
    hold.open();
    expect(await asking).toBe(seen);
    expect(await later(0)).toBe('200 Miss NEW');
    expect(received(origin.requests[2], 'if-none-match')).toEqual([]);
  });

  test('IN-16 IN-19: an error that was asked for before is not kept', async () => {
    const hold = gate();
    const { origin, edge, later } = await conversation([[hold, 'HELLO\r\n\r\n'], reply(200, MINUTE, 'NEW')]);
    const asking = later(0);
    await origin.received(1);
    await edge.invalidate(['/a']);
    hold.open();
    expect(await asking).toBe('502 Error (page)');
    expect(await later(0)).toBe('200 Miss NEW');
  });

  test('IN-19: a fetch that begins afterwards is not affected', async () => {
    const { edge, later } = await conversation(numbered);
    await edge.invalidate(['/a', '/*'], { expands: true });
    expect(await later(0)).toBe('200 Miss no. 0');
    expect(await later(0)).toBe('200 Hit 0s no. 0');
    await edge.invalidate(['/b']);
    expect(await later(0)).toBe('200 Hit 0s no. 0');
  });

  test('IN-19: a viewer in the middle of a stored object gets all of it', async () => {
    // More than the system takes for a viewer that does not read.
    const body = 'x'.repeat(40_000_000);
    const { edge } = await conversation([reply(200, MINUTE, body)], {
      edges: [{ cacheBytes: 128 * 1024 ** 2 }],
    });
    await edge.get('/a');
    const viewer = await edge.viewer();
    await viewer.send(requestText('GET', '/a'));
    await edge.until(() => edge.location.store.count === 1 && edge.location.totals.inFlight === 1);
    await edge.invalidate(['/a']);
    expect(withEase(await viewer.readResponse()).text).toBe(body);
  });
});

test('IN-18 IN-19: more paths than are remembered are as good as remembered', async () => {
  const hold = gate();
  const { origin, edge, later, see } = await conversation((request, index) =>
    request.target === '/slow' && index < 2
      ? partial(200, { 'Content-Length': '3', ...MINUTE }, hold, 'OLD')
      : reply(200, MINUTE, `no. ${index}`),
  );
  await later(0);
  await see('/b');
  const leader = see('/slow').then(() => see('/slow'));
  await origin.received(3);
  const many = Array.from({ length: REMEMBERED_PATHS }, (_, index) => `/many/${index}`);
  await edge.invalidate(['/a', '/slow', ...many]);
  expect(edge.location.invalidations.size).toBe(0);
  expect(edge.location.store.count).toBe(1);
  expect(await later(0)).toContain('Miss');
  expect(await see('/b')).toContain('Hit');
  hold.open();
  expect(await leader).toContain('Miss');
});
