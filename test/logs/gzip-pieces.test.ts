import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Deflater } from '../../src/logs/deflater.ts';
import { GzipPieces, PIECE_BYTES } from '../../src/logs/gzip-pieces.ts';
import { soon } from '../harness/soon.ts';

function gzipOf(parts: readonly Uint8Array<ArrayBuffer>[], deflater = new Deflater()): GzipPieces {
  const gzip = new GzipPieces(deflater);
  for (const bytes of parts) gzip.add({ bytes });
  return gzip;
}

test.each([
  ['nothing', []],
  ['a few bytes', [3, 4]],
  ['exactly a piece', [PIECE_BYTES]],
  ['more than a piece at once', [3 * PIECE_BYTES + 1]],
  ['pieces and a rest', [PIECE_BYTES, PIECE_BYTES - 1, 1, 5]],
])('AL-3: %s is one gzip file with its length and checksum', async (_, sizes) => {
  const parts = sizes.map((size, at) => Buffer.alloc(size, `line ${at}\t`));
  const file = await gzipOf(parts).file();
  // It looks for a second file behind the first, and at length and checksum.
  expect(gunzipSync(file).equals(Buffer.concat(parts))).toBe(true);
  expect(file.readUInt32LE(file.length - 4)).toBe(sizes.reduce((sum, size) => sum + size, 0));
});

test('AL-3: the file is the same each time, and closed for more', async () => {
  const gzip = gzipOf([Buffer.from('line\n')]);
  const file = await gzip.file();
  expect(await gzip.file()).toBe(file);
  expect(() => gzip.add({ bytes: Buffer.from('late\n') })).toThrow('finished');
});

test('AL-3: files that are compressed together are told apart', async () => {
  const deflater = new Deflater();
  const texts = ['news', 'video', 'noise'].map((word, at) => [
    Buffer.alloc(PIECE_BYTES, word),
    randomBytes(at * 50_000),
    Buffer.alloc(PIECE_BYTES + at, `${word}\n`),
  ]);
  const gzips = texts.map(() => new GzipPieces(deflater));
  for (const at of [0, 1, 2]) for (const [i, gzip] of gzips.entries()) gzip.add({ bytes: texts[i]![at]! });
  const files = await Promise.all(gzips.map((gzip) => gzip.file()));
  expect(files.map((file, i) => gunzipSync(file).equals(Buffer.concat(texts[i]!)))).toEqual([
    true,
    true,
    true,
  ]);
});

test('bytes are given back when they are compressed, each once and not before', async () => {
  const gzip = new GzipPieces(new Deflater());
  const back: number[] = [];
  const giveBack = (bytes: Uint8Array) => {
    back.push(bytes[0]!);
    // Whoever has them back writes them anew.
    bytes.fill(0);
  };
  for (const code of [65, 66, 67]) gzip.add({ bytes: Buffer.alloc(PIECE_BYTES / 2, code), giveBack });
  expect(back).toEqual([]);
  const file = await gzip.file();
  expect(back).toEqual([65, 66, 67]);
  const text = gunzipSync(file).toString();
  expect(text).toBe(['A', 'B', 'C'].map((letter) => letter.repeat(PIECE_BYTES / 2)).join(''));
});

test('a piece is compressed as soon as it is whole, while text is still coming', async () => {
  const gzip = new GzipPieces(new Deflater());
  let back = 0;
  const giveBack = () => {
    back += 1;
  };
  for (let half = 0; half < 2; half++) gzip.add({ bytes: Buffer.alloc(PIECE_BYTES / 2), giveBack });
  await soon(() => back === 2);
  gzip.add({ bytes: Buffer.alloc(1), giveBack });
  await gzip.file();
  expect(back).toBe(3);
});
