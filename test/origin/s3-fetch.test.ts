import { expect, test } from 'vitest';
import type { ObjectFile } from '../../src/origin/object-file.ts';
import type { OriginReader } from '../../src/origin/origin.ts';
import type { S3Answer } from '../../src/origin/s3-answer.ts';
import { S3Fetch } from '../../src/origin/s3-fetch.ts';

test('a file that cannot be closed ends its answer like any other', async () => {
  const heard: string[] = [];
  const { promise: closing, resolve } = Promise.withResolvers<void>();
  const file = {
    pieces: async function* () {
      yield Buffer.from('body');
    },
    close: () => {
      resolve();
      return Promise.reject(new Error('EIO: i/o error, close'));
    },
  } as unknown as ObjectFile;
  const answer = { head: {}, body: { file, range: { first: 0, last: 3 } } } as S3Answer;
  const reader: OriginReader = {
    onHead: () => void heard.push('head'),
    onBytes: (bytes) => void heard.push(bytes.toString()),
    onEnd: () => void heard.push('end'),
    onFault: (kind) => void heard.push(kind),
  };
  new S3Fetch(Promise.resolve(answer), reader);
  await closing;
  // An unhandled rejection here fails the run, as it would end the process.
  await new Promise((turn) => setImmediate(turn));
  expect(heard).toEqual(['head', 'body', 'end']);
});
