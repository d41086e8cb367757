/** OpenStack Swift as an S3 origin with a private bucket: only requests with a right signature are answered. */
import { expect, test } from 'vitest';
import { PAGE } from './content.ts';
import { converse } from './conversation.ts';
import { type EdgeUnderTest, startEdge, Workplace } from './edge-under-test.ts';
import { BUCKET } from './s3rver.ts';
import { SWIFT_CREDENTIALS, SWIFT_MISSING, SWIFT_REGION, startSwift } from './swift.ts';

const NAME = `${BUCKET}.s3.amazonaws.com`;
const { accessKeyId, secretAccessKey } = SWIFT_CREDENTIALS;
const RIGHT = { region: SWIFT_REGION, credentials: { accessKeyId, secretAccessKey } };
const WRONG = { region: SWIFT_REGION, credentials: { accessKeyId, secretAccessKey: 'another secret' } };

test('a private bucket of Swift answers an edge with its credentials, and no other', async ({ skip }) => {
  skip(SWIFT_MISSING !== null, SWIFT_MISSING ?? '');
  const { httpPort } = await startSwift(new Workplace().room('swift'));
  const front = async (settings: object): Promise<EdgeUnderTest> => {
    const entry = { http: `127.0.0.1:${httpPort}`, ...settings };
    return await startEdge(new Workplace(), { domainName: NAME, kind: 's3', settings: entry });
  };
  await converse('Swift, private S3 bucket, virtual host, signed', await front(RIGHT), 'http');
  await converse(
    'Swift, private S3 bucket, path style, signed',
    await front({ ...RIGHT, pathStyle: true }),
    'http',
  );
  await refuses(await front(WRONG), 403);
  // Without a signature Swift takes the request for one of its own API.
  await refuses(await front({}), 400);
});

async function refuses(edge: EdgeUnderTest, status: number): Promise<void> {
  const answer = await edge.ask('http', PAGE.path);
  expect(answer.status).toBe(status);
  expect(answer.body.includes('one line among many')).toBe(false);
}
