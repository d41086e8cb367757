import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type RequestDocumentName,
  readApiDocument,
  writeApiDocument,
} from '../../src/distribution/api-documents.ts';
import { API_VERSIONS } from '../../src/distribution/api-version.ts';
import { ERROR_STATUS } from '../../src/distribution/error-code.ts';
import { answers } from './answers.ts';

const NAMES: readonly RequestDocumentName[] = [
  'DistributionConfig',
  'StreamingDistributionConfig',
  'CloudFrontOriginAccessIdentityConfig',
  'InvalidationBatch',
];
const SOUND = API_VERSIONS.flatMap((version) =>
  NAMES.flatMap((name) =>
    fc
      .sample(answers(version)[name] as fc.Arbitrary<never>, { numRuns: 3, seed: 5 })
      .map((value) => ({ name, version, body: Buffer.from(writeApiDocument(name, value, version)) })),
  ),
);
const sound = fc.constantFrom(...SOUND);
/** Where in a document something happens, as a share of its length. */
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** No part of a value that was understood may be missing, whatever is objected to. */
const isWhole = (part: unknown): boolean => {
  if (part === null || typeof part !== 'object') return part !== undefined;
  return Object.values(part).every(isWhole);
};

const isAnswered = ({ name, version }: (typeof SOUND)[number], body: Uint8Array) => {
  const reading = readApiDocument(name, body, version);
  if ('value' in reading) return isWhole(reading.value);
  return Object.hasOwn(ERROR_STATUS, reading.code) && reading.message.length < 1000;
};

test('CA-238: whatever bytes are changed, the answer is a document or one error', () => {
  fc.assert(
    fc.property(sound, fc.array(fc.tuple(share, fc.nat(255)), { maxLength: 3 }), (document, changes) => {
      const body = Buffer.from(document.body);
      for (const [at, byte] of changes) body[Math.floor(at * (body.length - 1))] = byte;
      expect(isAnswered(document, body)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('CA-238: whatever elements are cut out, moved or doubled, the answer is a document or one error', () => {
  fc.assert(
    fc.property(sound, share, share, fc.constantFrom('cut', 'move', 'double'), (document, from, to, how) => {
      const tags = document.body.toString().split(/(?=<(?!\?))/);
      const [head, ...inner] = tags.slice(1, -1);
      const [moved] =
        how === 'double'
          ? inner.slice(Math.floor(from * (inner.length - 1)))
          : inner.splice(Math.floor(from * (inner.length - 1)), 1);
      if (how !== 'cut') inner.splice(Math.floor(to * inner.length), 0, moved!);
      expect(isAnswered(document, Buffer.from([tags[0], head, ...inner, tags.at(-1)].join('')))).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('CA-80 CA-9: a document of one version read as another, under any namespace, is a document or one error', () => {
  fc.assert(
    fc.property(sound, fc.constantFrom(...API_VERSIONS), (document, version) => {
      expect(isAnswered({ ...document, version }, document.body)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
