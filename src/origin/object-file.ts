/**
 * One object of a bucket folder, opened: its validators from the file system, its bytes in pieces. The
 * entity tag is made of inode, size and times instead of the content: a strong tag must be known before the
 * first byte, and hashing 20 GB for a HEAD is no way to get it. A file that changes while it is read is
 * noticed before its last piece is handed out, so that a mixture never passes as complete.
 */
import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { formatHttpDate } from '../http/http-date.ts';
import type { ByteRange } from '../http/range.ts';

const PIECE_BYTES = 64 * 1024;
/** Never a link, and never waiting for a pipe's other end. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The file changed, or ended early, while it was read. */
export class ChangedFileError extends Error {
  constructor() {
    super('the file changed while it was read');
  }
}

/** Null when nothing inside the folder has this key; rejects with the system's error otherwise. */
export async function openObject(root: string, key: string): Promise<ObjectFile | null> {
  const [realRoot, realFile] = await Promise.all([realpath(root), realpath(join(root, key))]);
  if (!realFile.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) return null;
  const handle = await open(realFile, OPEN_FLAGS);
  const stats = await handle.stat({ bigint: true });
  if (stats.isFile()) return new ObjectFile(handle, stats);
  await handle.close();
  return null;
}

/** A strong entity tag, quoted. */
export function entityTag({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `"${createHash('md5').update(`${ino} ${size} ${mtimeNs} ${ctimeNs}`).digest('hex')}"`;
}

export class ObjectFile {
  readonly sizeBytes: number;
  readonly etag: string;
  readonly lastModified: string;
  readonly #handle: FileHandle;
  readonly #stats: BigIntStats;

  constructor(handle: FileHandle, stats: BigIntStats) {
    this.#handle = handle;
    this.#stats = stats;
    this.sizeBytes = Number(stats.size);
    this.etag = entityTag(stats);
    this.lastModified = formatHttpDate(Math.floor(Number(stats.mtimeMs) / 1000) * 1000);
  }

  /** The bytes of a range, one piece read at a time; throws ChangedFileError instead of the last piece. */
  async *pieces({ first, last }: ByteRange): AsyncGenerator<Buffer, void, void> {
    for (let at = first; at <= last; ) {
      const piece = await this.#read(at, Math.min(PIECE_BYTES, last + 1 - at));
      at += piece.length;
      if (piece.length === 0 || (at > last && (await this.#hasChanged()))) throw new ChangedFileError();
      yield piece;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #read(position: number, length: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.#handle.read(
      Buffer.allocUnsafeSlow(length),
      0,
      length,
      position,
    );
    return buffer.subarray(0, bytesRead);
  }

  async #hasChanged(): Promise<boolean> {
    const { size, mtimeNs } = await this.#handle.stat({ bigint: true });
    return size !== this.#stats.size || mtimeNs !== this.#stats.mtimeNs;
  }
}
