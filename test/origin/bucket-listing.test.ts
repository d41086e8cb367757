/** Listings of a folder that stands for a bucket (D-21). */
import { type PathLike, readdirSync } from 'node:fs';
import promises, { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bucket } from './played-bucket.ts';

/** Folders read from here on, beneath the bucket. */
function foldersRead(root: string): string[] {
  const reading = vi.spyOn(promises, 'readdir');
  syncBuiltinESMExports();
  const folders: string[] = [];
  onTestFinished(() => {
    reading.mockRestore();
    syncBuiltinESMExports();
  });
  reading.mockImplementation((path: PathLike) => {
    folders.push(`${path}`.slice(root.length + 1));
    return Promise.resolve(readdirSync(path, { withFileTypes: true })) as never;
  });
  return folders;
}

test.each([
  ['prefix=b/c', ['', 'b/', 'b/c/', 'b/cd/'], ['b/c/1', 'b/cd/1']],
  ['prefix=b/c/', ['', 'b/', 'b/c/'], ['b/c/1']],
  ['marker=b/c/1', ['', 'b/', 'b/c/', 'b/cd/', 'c/'], ['b/cd/1', 'c/1']],
  ['marker=b/c0', ['', 'b/', 'b/cd/', 'c/'], ['b/cd/1', 'c/1']],
  ['prefix=b/&marker=b/c/0', ['', 'b/', 'b/c/', 'b/cd/'], ['b/c/1', 'b/cd/1']],
  ['max-keys=1', ['', 'a/', 'b/', 'b/c/'], ['a/1']],
])('D-21: a listing by %s reads only folders that may have its keys', async (query, folders, keys) => {
  const { ask, root } = await bucket({ hasListing: true });
  await rm(root, { recursive: true });
  for (const folder of ['a', 'b/c', 'b/cd', 'c']) {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, '1'), '1');
  }
  const read = foldersRead(root);
  const { text } = await ask(`/?${query}`);
  expect(Array.from(text.matchAll(/<Key>([^<]*)</g), ([, key]) => key)).toEqual(keys);
  expect(read).toEqual(folders);
});

test('D-21: a listing names the keys in the order of their bytes, links left out', async () => {
  const { ask, root } = await bucket({ hasListing: true });
  await mkdir(join(root, 'a'));
  await Promise.all(['a/x', 'a-b', 'a.c', 'B'].map((key) => writeFile(join(root, key), '')));
  await symlink('..', join(root, 'up'));
  const keys = async (query: string) =>
    [...(await ask(`/${query}`)).text.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key);

  const answer = await ask('/');
  expect(answer.head?.status).toBe(200);
  expect(answer.text).toContain(
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>demo</Name>',
  );
  expect(await keys('')).toEqual(['B', 'a-b', 'a.c', 'a/x', 'logo.png', expect.stringContaining('pages/')]);
  expect(await keys('?prefix=a&marker=a-b')).toEqual(['a.c', 'a/x']);
  expect(await keys('?max-keys=2')).toEqual(['B', 'a-b']);
  expect((await ask('/?max-keys=2')).text).toContain('<IsTruncated>true</IsTruncated>');
});
