/** Which behavior serves a path, and what `/` stands for. */
import { describe, expect, test } from 'vitest';
import type { ApiVersion } from '../../src/distribution/api-version.ts';
import type { CacheBehavior } from '../../src/distribution/distribution-config.ts';
import { reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { PLAIN_BEHAVIOR, type TestEdgeOptions, testEdge } from '../harness/test-edge.ts';

/** Each behavior keeps for a time of its own, by which a test knows it again. */
const behavior = (PathPattern: string, MinTTL: number): CacheBehavior => ({
  ...PLAIN_BEHAVIOR,
  PathPattern,
  MinTTL,
});

async function testedEdge(options: Partial<TestEdgeOptions>) {
  const origin = await scriptedOrigin(({ target }) => reply(200, { 'Cache-Control': 'max-age=0' }, target));
  return { origin, edge: await testEdge({ origin, ...options }) };
}

test('VR-27 VR-29 VR-30 VR-33 VR-34: the first that matches, by the path as it came', async () => {
  const CacheBehaviors = [behavior('images/*.jpg', 100), behavior('/images/*', 200), behavior('A%20b', 300)];
  const { edge, origin } = await testedEdge({ config: { CacheBehaviors } });
  const paths: [string, number][] = [
    ['/images/a.jpg', 100],
    ['/images/a/b.jpg?x=.gif', 100],
    ['/images/a.gif?x=.jpg', 200],
    ['/images/', 200],
    ['/images', 0],
    ['/Images/a.jpg', 0],
    ['/a%20b', 0],
    ['/A%20b', 300],
    ['/x/../images/a.jpg', 0],
    ['//images/a.jpg', 0],
    ['/images/%2e%2e/a.jpg', 100],
  ];
  for (const [path, seconds] of paths) {
    await edge.get(path);
    expect(edge.usage.at(-1)!.ttlSeconds, path).toBe(seconds);
  }
  expect(origin.requests.map(({ target }) => target)).toEqual(paths.map(([path]) => path.split('?')[0]));
});

describe('the default root object', () => {
  const CacheBehaviors = [behavior('site/*', 100), behavior('/', 200)];
  const config = { DefaultRootObject: 'site/index.html', CacheBehaviors };

  test('VR-35 VR-36: answers for / alone, under the behavior, key and log stem of its own path', async () => {
    const { edge, origin } = await testedEdge({ config });
    for (const target of ['/', '/?x=1', '/site/index.html']) {
      expect((await edge.get(target)).text, target).toBe('/site/index.html');
      expect(edge.records.at(-1)!.path).toBe('/site/index.html');
      expect(edge.usage.at(-1)!.ttlSeconds).toBe(100);
    }
    expect(edge.records.map(({ resultType }) => resultType)).toEqual(['Miss', 'Hit', 'Hit']);
    for (const target of ['//', '/site/', '/dir/', '/.']) {
      expect((await edge.get(target)).text, target).toBe(target);
    }
    expect(origin.requests[0]!.target).toBe('/site/index.html');
  });

  test('VR-37: with HEAD as with GET', async () => {
    const { edge, origin } = await testedEdge({ config });
    expect((await edge.ask('HEAD', '/')).status).toBe(200);
    expect(origin.requests[0]).toMatchObject({ method: 'HEAD', target: '/site/index.html' });
  });

  test('VR-38: without one, / goes to the origin', async () => {
    const { edge } = await testedEdge({});
    expect((await edge.get('/')).text).toBe('/');
  });

  test.each<[string, ApiVersion, string]>([
    ['VR-39: not in era 08', '2008-06-30', '/'],
    ['VR-35: in era 10', '2010-11-01', '/index.html'],
  ])('%s', async (_, version, target) => {
    const { edge } = await testedEdge({ version, config: { DefaultRootObject: 'index.html' } });
    expect((await edge.get('/')).text).toBe(target);
  });
});
