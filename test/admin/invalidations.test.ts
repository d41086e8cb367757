import { describe, expect, test } from 'vitest';
import { ID, jsonOf, Setting } from './setting.ts';

const IAD = 0;

async function invalidate(setting: Setting, paths: readonly string[], distribution = ID) {
  return setting.post('/invalidations', { distribution, paths });
}

test('D-17 IN-6: complete on every edge location when it answers, and IN-19: for what was stored before only', async () => {
  await using setting = await Setting.open();
  for (const edge of setting.edges) edge.keep(edge.placeOf('/a'));
  const got = await invalidate(setting, ['/a']);
  expect(jsonOf(got)).toEqual({ distribution: ID, paths: ['/a'], edges: ['IAD2', 'NRT4'] });
  for (const edge of setting.edges) {
    expect(edge.store.peek(edge.placeOf('/a').key)).toBeNull();
    edge.keep(edge.placeOf('/a'));
    expect(edge.store.peek(edge.placeOf('/a').key)).not.toBeNull();
  }
});

const MATCHES: [ids: string, path: string, object: string, isRemoved: boolean][] = [
  ['IN-8', '/Logo.png', '/logo.png', false],
  ['IN-9', '/images/a?size=1', '/images/a?size=1', true],
  ['IN-9', '/images/a?size=1', '/images/a?size=2', false],
  ['IN-9', '/images/a', '/images/a?size=1', false],
  ['IN-9 CK-16', '/a', '/a?size=1', true],
  ['IN-11', '/folder', '/folder/', false],
  ['IN-12', '/a%20b', '/a%20b', true],
  ['IN-12', '/%61', '/a', false],
  ['IN-13 IN-3', '/images/*', '/images/x/y?size=1', true],
  ['IN-13 IN-3', '/images/a*', '/images/a?size=1', true],
  ['IN-13 IN-3', '/images/*', '/images', false],
  ['IN-13 IN-3', '/*', '/anything', true],
  ['IN-3', '/*.html', '/a.html', true],
  ['IN-14', '/', '/index.html', false],
  ['IN-14', '/index.html', '/index.html', true],
];

test.each(MATCHES)('%s: %s and the object %s: removed is %s', async (_ids, path, object, isRemoved) => {
  await using setting = await Setting.open();
  const edge = setting.edges[IAD]!;
  edge.keep(edge.placeOf(object));
  expect((await invalidate(setting, [path])).status).toBe(200);
  expect(edge.store.peek(edge.placeOf(object).key) === null).toBe(isRemoved);
});

test('IN-10: all cookie variants go together', async () => {
  await using setting = await Setting.open();
  const edge = setting.edges[IAD]!;
  const places = ['session=1', 'session=2'].map((cookie) => edge.placeOf('/app/a', ['Cookie', cookie]));
  for (const place of places) edge.keep(place);
  expect(edge.store.count).toBe(2);
  await invalidate(setting, ['/app/a']);
  expect(places.map(({ key }) => edge.store.peek(key))).toEqual([null, null]);
});

test('IN-19: a fetch under way is finished for its readers, and joined by nobody any more', async () => {
  await using setting = await Setting.open();
  const edge = setting.edges[IAD]!;
  const place = edge.placeOf('/a');
  edge.fills.claim(place);
  await invalidate(setting, ['/a']);
  expect(edge.fills.find(place.key)).toBeNull();
});

describe('what is refused', () => {
  const longest = `/${'a'.repeat(3999)}`;
  const many = Array.from({ length: 1000 }, (_, at) => `/${at}`);

  test.each([
    ['IN-1', ['a'], /paths\[0\] must begin with \//],
    ['IN-1', ['/fine', ''], /paths\[1\]/],
    ['IN-1', [' /a'], /paths\[0\]/],
    ['IN-1', ['http://www.example.com/a'], /paths\[0\]/],
    ['IN-12', ['/ä'], /percent-encoded/],
    ['IN-12', ['/a b'], /percent-encoded/],
    ['IN-2', [`${longest}a`], /at most 4000/],
    ['IN-4', [...many, '/one-more'], /at most 1000/],
    ['IN-1', [], /at least 1/],
  ])('%s: 400, and nothing is invalidated', async (_id, paths, message) => {
    await using setting = await Setting.open();
    const got = await invalidate(setting, paths);
    expect(got.status).toBe(400);
    expect((jsonOf(got) as { error: string }).error).toMatch(message);
    expect(setting.edges.map(({ invalidations }) => invalidations.stamp)).toEqual([0, 0]);
  });

  test('IN-2 IN-4: the longest path and the largest batch are fine', async () => {
    await using setting = await Setting.open();
    expect((await invalidate(setting, [longest])).status).toBe(200);
    expect(
      (
        await invalidate(
          setting,
          many.map((path) => path + longest.slice(path.length)),
        )
      ).status,
    ).toBe(200);
  });

  test('a distribution nobody has: 404 that names those there are', async () => {
    await using setting = await Setting.open();
    expect(await invalidate(setting, ['/a'], 'ENOBODY')).toMatchObject({
      status: 404,
      text: expect.stringMatching(ID),
    });
  });

  test('every problem is told at once', async () => {
    await using setting = await Setting.open();
    const got = await setting.post('/invalidations', { paths: ['a', 'b'], Distribution: ID });
    const { error } = jsonOf(got) as { error: string };
    for (const part of ['paths[0]', 'paths[1]', 'distribution', 'Distribution'])
      expect(error).toContain(part);
  });

  test.each([
    { distribution: ID, paths: '/a' },
    { distribution: ID, paths: [['/a']] },
    { distribution: [], paths: ['/a'] },
    'null',
  ])('another shape: 400', async (body) => {
    await using setting = await Setting.open();
    expect((await setting.post('/invalidations', body)).status).toBe(400);
  });
});
