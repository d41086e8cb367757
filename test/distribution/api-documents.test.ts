import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANSWER_KINDS } from '../../src/distribution/answer-kinds.ts';
import {
  type AnswerDocumentName,
  type RequestDocumentName,
  readApiDocument,
  writeApiDocument,
} from '../../src/distribution/api-documents.ts';
import { API_VERSIONS, type ApiVersion, namespaceOf } from '../../src/distribution/api-version.ts';
import { read } from '../../src/schema/read.ts';
import { writeXml } from '../../src/schema/write-xml.ts';
import { readXml } from '../../src/schema/xml-document.ts';
import { answers } from './answers.ts';

const NAMES = Object.keys(ANSWER_KINDS) as AnswerDocumentName[];
const REQUESTS: readonly RequestDocumentName[] = [
  'DistributionConfig',
  'StreamingDistributionConfig',
  'CloudFrontOriginAccessIdentityConfig',
  'InvalidationBatch',
];
const exists = (name: AnswerDocumentName, version: ApiVersion) => ANSWER_KINDS[name].since <= version;

describe.each(API_VERSIONS)('in %s', (version) => {
  test.each(REQUESTS.filter((name) => exists(name, version)))(
    'CA-79 CA-88 CA-89: what %s can say survives being written and read',
    (name) => {
      fc.assert(
        fc.property(answers(version)[name], (value) => {
          const xml = writeApiDocument(name, value, version);
          expect(readApiDocument(name, Buffer.from(xml), version)).toEqual({ value, objection: null });
        }),
        { numRuns: 25 },
      );
    },
  );

  test.each(NAMES.filter((name) => exists(name, version)))(
    'CA-79 CA-84 CA-89: %s comes out the same when it is written, read by its description and written again',
    (name) => {
      const { description } = ANSWER_KINDS[name];
      const target = { name, namespace: namespaceOf(version), version };
      fc.assert(
        fc.property(answers(version)[name] as fc.Arbitrary<never>, (value) => {
          const xml = writeApiDocument(name, value, version);
          const tree = readXml(xml);
          if ('problems' in tree) throw new Error(tree.problems[0]?.message);
          expect(tree).toMatchObject({ name, namespace: target.namespace });
          const { value: again, notes } = read(description, tree.node, version);
          expect(notes.problems).toEqual([]);
          expect(writeXml(description, again, target)).toBe(xml);
        }),
        { numRuns: 15 },
      );
    },
  );
});
