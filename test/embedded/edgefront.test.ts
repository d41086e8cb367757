import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type EdgefrontOptions, startEdgefront } from '../../src/index.ts';

async function originUrl(): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('Cache-Control', 'max-age=0');
    response.end(request.url);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function started(options: EdgefrontOptions = {}) {
  const edge = await startEdgefront({ origin: await originUrl(), behavior: { MinTTL: 60 }, ...options });
  onTestFinished(() => edge.stop());
  const ask = async (path: string) => {
    const answer = await fetch(`${edge.url}${path}`);
    return `${await answer.text()} ${answer.headers.get('x-cache')?.split(' ')[0]}`;
  };
  return { edge, ask };
}

test('a plain site in front of an origin: miss, hit, and expiry when time is moved on', async () => {
  const { edge, ask } = await started();
  expect([await ask('/a?b'), await ask('/a?b')]).toEqual(['/a?b Miss', '/a?b Hit']);
  await edge.advance(61);
  expect(await ask('/a?b')).toBe('/a?b Miss');
});

test('what an invalidation names is fetched anew', async () => {
  const { edge, ask } = await started();
  await ask('/one');
  await edge.invalidate(['/o*']);
  expect(await ask('/one')).toBe('/one Miss');
});

test('each POP code is an edge location', async () => {
  const { edge } = await started({ edges: ['IAD2', 'FRA2'] });
  const answer = await fetch(`${edge.url}/`, { headers: { 'X-Edgefront-Pop': 'FRA2' } });
  await answer.body?.cancel();
  expect(answer.headers.get('x-amz-cf-pop')).toBe('FRA2');
});

test('the log is handed over line by line, and stopping is harmless at the end of a block', async () => {
  const lines: string[] = [];
  await using edge = await startEdgefront({
    origin: 'http://127.0.0.1:9',
    onLog: (line) => lines.push(line),
  });
  expect(edge.addresses.map(({ role }) => role)).toContain('http');
});

test.each<[string, EdgefrontOptions, string]>([
  ['nothing to serve', {}, 'startEdgefront needs `origin`'],
  ['an origin that is no URL', { origin: 'localhost' }, 'origin must be the URL of a server'],
  ['an origin with a path', { origin: 'http://127.0.0.1/x' }, 'origin must be the URL of a server'],
  ['an unknown POP', { origin: 'http://127.0.0.1:9', edges: ['nowhere'] }, 'edges[0].pop'],
  ['a behavior that is none', { origin: 'http://127.0.0.1:9', behavior: { MinTTL: -1 } }, 'MinTTL'],
  ['a file that is not there', { config: '/nonexistent.yaml' }, 'cannot be read'],
])('refuses %s and says what was expected', async (_what, options, message) => {
  await expect(startEdgefront(options)).rejects.toThrow(message);
});
