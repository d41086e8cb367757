/** Large files of a folder that stands for a bucket, and files that change while they are read. */
import { appendFile, link, readdir, readlink, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { soon } from '../harness/soon.ts';
import { bucket, MODIFIED } from './played-bucket.ts';

const MEGABYTE = 1024 * 1024;

test('a large object comes in pieces, holds still while paused, and stops when aborted', async () => {
  const { start, root } = await bucket();
  await writeFile(join(root, 'big'), Buffer.alloc(4 * MEGABYTE, 'x'));
  const answer = start({ path: '/big' });
  await answer.receivedBytes(1);
  answer.fetch?.pause();
  // Meanwhile another has it all.
  expect(await start({ path: '/big' }).ended).toBe('end');
  expect(answer.bytes).toBeLessThan(MEGABYTE);
  answer.fetch?.resume();
  expect(await answer.ended).toBe('end');
  expect(answer.bytes).toBe(4 * MEGABYTE);

  const aborted = start({ path: '/big' });
  await aborted.receivedBytes(1);
  aborted.fetch?.abort();
  await soon(async () => (await openFiles('big')) === 0);
  expect(aborted.outcome).toBeNull();
});

test.each<[name: string, change: (file: string) => Promise<void>]>([
  ['grows', (file) => appendFile(file, 'more')],
  ['shrinks', (file) => writeFile(file, 'x')],
  ['is written anew', (file) => writeFile(file, Buffer.alloc(MEGABYTE, 'y'))],
])('a file that %s while it is read is truncated, never complete', async (_name, change) => {
  const { start, root } = await bucket();
  const file = join(root, 'big');
  await writeFile(file, Buffer.alloc(MEGABYTE, 'x'));
  await utimes(file, MODIFIED, MODIFIED);
  const answer = start({ path: '/big' });
  await answer.receivedBytes(1);
  answer.fetch?.pause();
  await change(file);
  answer.fetch?.resume();

  expect(await answer.ended).toBe('truncated');
  expect(answer.bytes).toBeLessThan(MEGABYTE);
});

test('a file replaced or linked elsewhere while it is read is still read to its end', async () => {
  const { start, root } = await bucket();
  await writeFile(join(root, 'big'), Buffer.alloc(MEGABYTE, 'x'));
  const answer = start({ path: '/big' });
  await answer.receivedBytes(1);
  answer.fetch?.pause();
  await link(join(root, 'big'), join(root, 'other'));
  await rename(join(root, 'logo.png'), join(root, 'big'));
  answer.fetch?.resume();

  expect(await answer.ended).toBe('end');
  expect(answer.bytes).toBe(MEGABYTE);
});

/** Descriptors of this process that are open on files of this name; none where the system does not tell. */
async function openFiles(name: string): Promise<number> {
  const descriptors = await readdir('/proc/self/fd').catch(() => []);
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return targets.filter((target) => target.endsWith(`/${name}`)).length;
}
