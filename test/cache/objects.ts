/** Places, answers and stored objects for the tests of the cache room. */
import { Bytes } from '../../src/cache/bytes.ts';
import { LooseObject } from '../../src/cache/loose-object.ts';
import type { Place } from '../../src/cache/place.ts';
import type { Answer, StoredObject } from '../../src/cache/stored-object.ts';

export function place(path: string, invalidationStamp = 0): Place {
  return {
    key: `key of ${path}`,
    distributionId: 'EDFDVBD6EXAMPLE',
    invalidationPath: path,
    invalidationStamp,
  };
}

export function answer(overrides: Partial<Answer> = {}): Answer {
  return {
    status: 200,
    reason: 'OK',
    headers: [],
    validators: { etag: null, lastModified: null },
    bodyBytes: null,
    ...overrides,
  };
}

/** An object with a body of so many bytes of the pattern. */
export function looseObject(at: Place, bodyBytes: number): LooseObject {
  const body = new Bytes(bodyBytes);
  body.append(pattern(0, bodyBytes));
  const keeping = { storedAt: 0, ttlSeconds: 60, servesStale: true, revalidates: true };
  return new LooseObject({ place: at, answer: answer({ bodyBytes }), body, keeping, refusal: null });
}

/** All of its body, read piece by piece. */
export function bodyOf({ body }: StoredObject): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.sizeBytes; at += pieces.at(-1)!.length)
    pieces.push(body.read(at, body.sizeBytes));
  return Buffer.concat(pieces);
}

/** Every byte tells its offset, so that a byte in the wrong place shows. */
export function pattern(from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i++) bytes[i] = (from + i) * 31 + ((from + i) >> 8);
  return bytes;
}
