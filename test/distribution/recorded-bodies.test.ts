import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RequestDocumentName, readApiDocument } from '../../src/distribution/api-documents.ts';
import { isApiVersion } from '../../src/distribution/api-version.ts';

interface Recorded {
  readonly client: string;
  readonly method: string;
  readonly target: string;
  readonly body: string;
}

const FILE = join(import.meta.dirname, '..', 'fixtures', 'recorded-requests.jsonl');
const DOCUMENTS: readonly [ending: RegExp, name: RequestDocumentName][] = [
  [/\/invalidation$/, 'InvalidationBatch'],
  [/\/origin-access-identity\/cloudfront(\/\w+\/config)?$/, 'CloudFrontOriginAccessIdentityConfig'],
  [/\/streaming-distribution(\/\w+\/config)?$/, 'StreamingDistributionConfig'],
  [/\/distribution(\/\w+\/config)?$/, 'DistributionConfig'],
];

const requests = readFileSync(FILE, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => JSON.parse(line) as Recorded)
  .filter(({ body, target }) => body !== '' && isApiVersion(target.split('/')[1]!));

const readBody = ({ target, body }: Recorded) => {
  const [, version = ''] = target.split('/');
  if (!isApiVersion(version)) throw new Error(version);
  const name = DOCUMENTS.find(([ending]) => ending.test(target))![1];
  return readApiDocument(name, Buffer.from(body), version);
};

test('CA-9 CA-10 CA-79 CA-84 CA-120 CA-129 CA-151: every document a real client sent is understood, but one', () => {
  expect(requests.length).toBeGreaterThan(60);
  const refused = requests.flatMap((request) => {
    const reading = readBody(request);
    if ('value' in reading && reading.objection === null) return [];
    return [{ client: request.client, target: request.target, reading }];
  });
  expect(refused).toEqual([
    {
      // CA-90: boto 2.49 leaves the origin out of an update in the oldest version.
      client: 'Debian python3-boto 2.49.0',
      target: '/2008-06-30/distribution/EDFDVBD6EXAMPLE/config',
      reading: { code: 'MalformedXML', message: 'Origin is required.' },
    },
  ]);
});
