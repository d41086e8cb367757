/** nginx as a custom origin with match-viewer: HTTP viewers over HTTP, HTTPS viewers over HTTPS. */
import { expect, test } from 'vitest';
import { converse, ORIGIN_REQUESTS } from './conversation.ts';
import { type Scheme, startEdge, Workplace } from './edge-under-test.ts';
import { NGINX_MISSING, startNginx } from './nginx.ts';

const NAME = 'www.example.com';

test.for<Scheme>(['http', 'https'])('nginx over %s', async (scheme, { skip }) => {
  skip(NGINX_MISSING !== null, NGINX_MISSING ?? '');
  const workplace = new Workplace();
  const identity = await (await workplace.authority).issue([NAME]);
  const nginx = await startNginx(workplace.room('nginx'), identity);
  const settings = { http: `127.0.0.1:${nginx.httpPort}`, https: `127.0.0.1:${nginx.httpsPort}` };
  const edge = await startEdge(workplace, { domainName: NAME, kind: 'custom', settings });
  await converse('nginx as a custom origin, match-viewer', edge, scheme);
  const seen = await nginx.stop();
  expect(seen).toHaveLength(ORIGIN_REQUESTS);
  expect(seen.every((request) => request.scheme === scheme && request.host === NAME)).toBe(true);
  expect(seen.filter(({ isConditional }) => isConditional).map(({ status }) => status)).toEqual([304, 304]);
});
