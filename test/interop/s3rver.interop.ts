/** s3rver as an S3 origin: the bucket in the host name and in the path, plain and signed, HTTP and HTTPS. */
import { expect, test } from 'vitest';
import { converse, ORIGIN_REQUESTS } from './conversation.ts';
import { type Scheme, startEdge, Workplace } from './edge-under-test.ts';
import { BUCKET, startS3rver } from './s3rver.ts';

const NAME = `${BUCKET}.s3.amazonaws.com`;
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

interface Row {
  readonly title: string;
  readonly scheme: Scheme;
  readonly pathStyle: boolean;
  readonly isSigned: boolean;
}

const ROWS: readonly Row[] = [
  { title: 'virtual host', scheme: 'http', pathStyle: false, isSigned: false },
  { title: 'virtual host, signed requests', scheme: 'http', pathStyle: false, isSigned: true },
  { title: 'path style', scheme: 'http', pathStyle: true, isSigned: false },
  { title: 'path style, signed requests', scheme: 'http', pathStyle: true, isSigned: true },
  { title: 'virtual host, signed requests', scheme: 'https', pathStyle: false, isSigned: true },
];

test.each(ROWS)('s3rver over $scheme: $title', async ({ title, scheme, pathStyle, isSigned }) => {
  const workplace = new Workplace();
  const identity = scheme === 'http' ? null : await (await workplace.authority).issue([NAME]);
  const server = await startS3rver(workplace.room('s3rver'), identity);
  const endpoint = `127.0.0.1:${server.httpPort ?? server.httpsPort}`;
  const settings = { [scheme]: endpoint, pathStyle, ...(isSigned ? { credentials: CREDENTIALS } : {}) };
  const edge = await startEdge(workplace, { domainName: NAME, kind: 's3', settings });
  await converse(`s3rver as an S3 origin, ${title}`, edge, scheme);
  const seen = await server.stop();
  expect(seen).toHaveLength(ORIGIN_REQUESTS);
  expect(new Set(seen.map(({ host }) => host))).toEqual(new Set([pathStyle ? endpoint : NAME]));
  expect(seen.every((request) => request.isSigned === isSigned)).toBe(true);
  expect(seen.filter(({ isConditional }) => isConditional).map(({ status }) => status)).toEqual([304, 304]);
});
