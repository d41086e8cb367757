/** The files every origin of this folder is given, and what viewers must get byte for byte. */
import { createHash } from 'node:crypto';

export interface ContentFile {
  /** As in a URL, with a slash in front. */
  readonly path: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export const PAGE: ContentFile = {
  path: '/pages/hello.html',
  contentType: 'text/html',
  bytes: Buffer.from(`<h1>hello</h1>\n${'<p>one line among many</p>\n'.repeat(80)}`),
};

export const FILM: ContentFile = {
  path: '/films/long%20one.bin',
  contentType: 'application/octet-stream',
  bytes: noise(5 * 1024 ** 2 + 3),
};

export const SECRET: ContentFile = {
  path: '/private/secret.bin',
  contentType: 'application/octet-stream',
  bytes: noise(70_001),
};

export const CONTENT: readonly ContentFile[] = [PAGE, FILM, SECRET];

/** How long origins let it be kept. */
export const MAX_AGE_SECONDS = 60;

/** Bytes without a pattern, the same at every run. */
function noise(sizeBytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(sizeBytes / 64) }, (_, at) =>
    createHash('sha512').update(`${sizeBytes}:${at}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, sizeBytes);
}
