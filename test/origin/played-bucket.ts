/** A folder that stands for a bucket, and how to ask it. */
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { OriginRequest } from '../../src/origin/origin.ts';
import type { BucketFolder, OriginTarget } from '../../src/routing/origin-target.ts';
import { customTarget, fetchFrom, type OriginAnswer } from '../harness/origin-answer.ts';
import { testOrigins } from '../harness/test-origins.ts';

/** When the logo was. */
export const MODIFIED = new Date('2013-05-01T10:00:00.700Z');

/** A bucket with `logo.png`, `pages/ü&.html` and a secret beside the folder. */
export async function bucket(overrides: Partial<BucketFolder> = {}, target: Partial<OriginTarget> = {}) {
  const parent = await mkdtemp(join(tmpdir(), 'edgefront-bucket-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const root = join(parent, 'bucket');
  await mkdir(join(root, 'pages'), { recursive: true });
  await writeFile(join(parent, 'secret.txt'), 'SECRET');
  await writeFile(join(root, 'logo.png'), '0123456789');
  await utimes(join(root, 'logo.png'), MODIFIED, MODIFIED);
  await writeFile(join(root, 'pages', 'ü&.html'), '<p>');
  const folder = { root, isPrivate: false, readers: [], hasListing: false, ...overrides };
  const { origins, clock } = testOrigins();
  const played = customTarget(
    { host: '127.0.0.1', port: 1 },
    { kind: 's3', bucket: 'demo', folder, ...target },
  );
  const start = (request: Partial<OriginRequest>) => fetchFrom(origins, played, request);
  const ask = async (path: string, headers: string[] = [], method = 'GET') => {
    const answer = start({ path, headers, method });
    expect(await answer.ended).toBe('end');
    return answer;
  };
  return { root, parent, ask, start, clock };
}

/** The error that an answer is; any other fails the test. */
export function error(answer: OriginAnswer): { status: number | undefined; code: string | undefined } {
  expect(answer.values('content-type')).toEqual(['application/xml']);
  expect(answer.text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error>.*<\/Error>$/);
  return { status: answer.head?.status, code: /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1] };
}
