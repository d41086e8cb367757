/** A folder that stands for a bucket answers as S3 does. */
import { execFileSync } from 'node:child_process';
import { mkdir, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BucketFolder } from '../../src/routing/origin-target.ts';
import { bucket, error, MODIFIED } from './played-bucket.ts';

test('an object is answered with the headers of S3', async () => {
  const { ask } = await bucket();
  const answer = await ask('/logo.png?versionId=x');

  expect(answer).toMatchObject({ text: '0123456789', head: { status: 200, reason: 'OK', bodyBytes: 10 } });
  const names = answer.head?.headers.filter((_, index) => index % 2 === 0);
  expect(names).toEqual([
    ...['x-amz-id-2', 'x-amz-request-id', 'Date', 'Last-Modified', 'ETag', 'Accept-Ranges'],
    ...['Content-Type', 'Content-Length', 'Server'],
  ]);
  expect(answer.values('date')).toEqual(['Sat, 01 Jun 2013 00:00:00 GMT']);
  expect(answer.values('last-modified')).toEqual(['Wed, 01 May 2013 10:00:00 GMT']);
  expect(answer.values('etag')[0]).toMatch(/^"[0-9a-f]{32}"$/);
  expect(answer.values('content-type')).toEqual(['image/png']);
  expect(answer.values('server')).toEqual(['AmazonS3']);
});

test.each([
  ['/pages/%C3%BC%26.html', 'text/html'],
  ['/pages%2F%C3%BC&.html', 'text/html'],
])('D-21: the key is the path decoded once: %s', async (path, contentType) => {
  const { ask } = await bucket();
  const answer = await ask(path);

  expect(answer).toMatchObject({ text: '<p>', head: { status: 200 } });
  expect(answer.values('content-type')).toEqual([contentType]);
});

test('Content-Type follows the extension in either case; without one it is S3’s default', async () => {
  const { ask, root } = await bucket();
  await Promise.all([
    writeFile(join(root, 'A.JPG'), ''),
    writeFile(join(root, 'noext.d'), ''),
    writeFile(join(root, 'js'), ''),
  ]);
  const types = await Promise.all(
    ['/A.JPG', '/noext.d', '/js'].map(async (path) => (await ask(path)).values('content-type')),
  );

  expect(types.flat()).toEqual(['image/jpeg', 'binary/octet-stream', 'binary/octet-stream']);
});

test.each([
  ['D-21 OR-7: `/` without a listing', '/', 403, 'AccessDenied'],
  ['a missing key', '/nothing', 404, 'NoSuchKey'],
  ['a folder', '/pages', 404, 'NoSuchKey'],
  ['a folder with its slash', '/pages/', 404, 'NoSuchKey'],
  ['below a file', '/logo.png/x', 404, 'NoSuchKey'],
  ['D-21: a way out', '/../secret.txt', 404, 'NoSuchKey'],
  ['D-21: an escaped way out', '/pages/%2e%2e%2f..%2fsecret.txt', 404, 'NoSuchKey'],
  ['D-21: an absolute path', '//etc/passwd', 404, 'NoSuchKey'],
  ['D-21: NUL', '/logo.png%00', 404, 'NoSuchKey'],
  ['a name too long for the disk', `/${'a'.repeat(300)}`, 404, 'NoSuchKey'],
  ['a key too long', `/${'a'.repeat(1025)}`, 400, 'KeyTooLongError'],
  ['a broken escape', '/%zz', 400, 'InvalidURI'],
])('%s is answered with the XML error of S3', async (_name, path, status, code) => {
  const { ask } = await bucket();

  expect(error(await ask(path))).toEqual({ status, code });
});

test('other methods are not allowed', async () => {
  const { ask } = await bucket();

  expect(error(await ask('/logo.png', [], 'DELETE'))).toEqual({ status: 405, code: 'MethodNotAllowed' });
});

test('an error names key and ids, with nothing in it that ends the XML early', async () => {
  const { ask } = await bucket();
  const answer = await ask('/%3C%2FKey%3E%22%26%01');

  expect(answer.text).toContain('<Key>&lt;/Key&gt;&quot;&amp;&#x1;</Key>');
  expect(answer.text).toContain(`<RequestId>${answer.values('x-amz-request-id')[0]}</RequestId>`);
  expect(answer.text).toContain(`<HostId>${answer.values('x-amz-id-2')[0]}</HostId>`);
});

test('HEAD has the headers and no body, for objects and errors', async () => {
  const { ask } = await bucket();
  const [object, missing] = [await ask('/logo.png', [], 'HEAD'), await ask('/nothing', [], 'HEAD')];

  expect(object).toMatchObject({ text: '', head: { status: 200, bodyBytes: 10 } });
  expect(missing).toMatchObject({ text: '', head: { status: 404 } });
});

test('D-21: a link inside the folder is followed, one that leaves it is not, nor a pipe opened', async () => {
  const { ask, root, parent } = await bucket();
  await mkdir(join(parent, 'bucket-other'));
  await writeFile(join(parent, 'bucket-other', 'a'), 'SECRET');
  await Promise.all([
    symlink('logo.png', join(root, 'inside')),
    symlink('../secret.txt', join(root, 'outside')),
    symlink('..', join(root, 'up')),
    symlink('../bucket-other', join(root, 'sibling')),
    symlink('loop', join(root, 'loop')),
  ]);
  execFileSync('mkfifo', [join(root, 'pipe')]);

  expect((await ask('/inside')).text).toBe('0123456789');
  for (const path of ['/outside', '/up/secret.txt', '/sibling/a', '/loop', '/pipe']) {
    expect(error(await ask(path)), path).toEqual({ status: 404, code: 'NoSuchKey' });
  }
});

test.each<[name: string, folder: Partial<BucketFolder>, identity: string | null, status: number]>([
  ['a public folder is read without an identity', {}, null, 200],
  ['OR-7: a private folder is closed without an identity', { isPrivate: true, readers: ['E1'] }, null, 403],
  ['OR-7: a private folder is closed to another identity', { isPrivate: true, readers: ['E1'] }, 'E2', 403],
  ['a private folder is open to its readers', { isPrivate: true, readers: ['E1', 'E2'] }, 'E2', 200],
])('%s', async (_name, folder, accessIdentity, status) => {
  const { ask } = await bucket(folder, { accessIdentity });

  expect((await ask('/logo.png')).head?.status).toBe(status);
  expect((await ask('/nothing')).head?.status).toBe(status === 200 ? 404 : 403);
});

test.each<[header: string, status: number, text: string, contentRange: string[]]>([
  ['bytes=2-4', 206, '234', ['bytes 2-4/10']],
  ['bytes=-3', 206, '789', ['bytes 7-9/10']],
  ['bytes=8-99', 206, '89', ['bytes 8-9/10']],
  ['bytes=0-0,5-6', 200, '0123456789', []],
  ['lines=1-2', 200, '0123456789', []],
])('a range of an object: %s', async (header, status, text, range) => {
  const { ask } = await bucket();
  const answer = await ask('/logo.png', ['Range', header]);

  expect(answer).toMatchObject({ text, head: { status, bodyBytes: text.length } });
  expect(answer.values('content-range')).toEqual(range);
});

test('a range beyond the end is refused, and If-Range lets only the same object through', async () => {
  const { ask } = await bucket();
  const beyond = await ask('/logo.png', ['Range', 'bytes=10-']);
  expect(error(beyond)).toEqual({ status: 416, code: 'InvalidRange' });
  expect(beyond.values('content-range')).toEqual(['bytes */10']);
  const etag = (await ask('/logo.png')).values('etag')[0]!;

  expect((await ask('/logo.png', ['Range', 'bytes=0-1', 'If-Range', etag])).head?.status).toBe(206);
  expect((await ask('/logo.png', ['Range', 'bytes=0-1', 'If-Range', '"other"'])).head?.status).toBe(200);
});

test('conditions are answered as S3 would: 304 with validators and no body, 412 with an error', async () => {
  const { ask } = await bucket();
  const etag = (await ask('/logo.png')).values('etag')[0]!;
  const unchanged = await ask('/logo.png', ['If-None-Match', etag]);
  expect(unchanged).toMatchObject({ text: '', head: { status: 304, bodyBytes: null } });
  expect(unchanged.values('etag')).toEqual([etag]);

  const since = ['If-Modified-Since', 'Wed, 01 May 2013 10:00:00 GMT'];
  expect((await ask('/logo.png', since)).head?.status).toBe(304);
  expect(error(await ask('/logo.png', ['If-Match', '"other"']))).toEqual({
    status: 412,
    code: 'PreconditionFailed',
  });
});

test('the entity tag stays while the file stays, and changes with its content, even at the same time and size', async () => {
  const { ask, root } = await bucket();
  const etag = async () => (await ask('/logo.png')).values('etag')[0];
  const first = await etag();
  expect(await etag()).toBe(first);
  await writeFile(join(root, 'next'), '9876543210');
  await utimes(join(root, 'next'), MODIFIED, MODIFIED);
  await rename(join(root, 'next'), join(root, 'logo.png'));

  expect(await etag()).not.toBe(first);
});
