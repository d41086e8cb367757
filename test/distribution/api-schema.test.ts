import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { ANSWER_KINDS } from '../../src/distribution/answer-kinds.ts';
import { type AnswerDocumentName, writeApiDocument } from '../../src/distribution/api-documents.ts';
import { apiSchema } from '../../src/distribution/api-schema.ts';
import { API_VERSIONS, type ApiVersion } from '../../src/distribution/api-version.ts';
import { answers } from './answers.ts';

/** libxml2's own validator, which knows nothing of the descriptions that the schema comes from. */
const hasValidator = spawnSync('xmllint', ['--version']).status === 0;
if (!hasValidator)
  console.warn('xmllint (Debian: libxml2-utils) is not installed: schemas are not validated');

const FOLDER = mkdtempSync(join(tmpdir(), 'edgefront-xsd-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const NAMES = Object.keys(ANSWER_KINDS) as AnswerDocumentName[];
const documentsOf = (version: ApiVersion) => NAMES.filter((name) => ANSWER_KINDS[name].since <= version);

const validate = (version: ApiVersion, documents: readonly string[]) => {
  const schema = join(FOLDER, `${version}.xsd`);
  writeFileSync(schema, apiSchema(version));
  const files = documents.map((text, index) => {
    const file = join(FOLDER, `${version}-${index}.xml`);
    writeFileSync(file, text);
    return file;
  });
  return spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], { encoding: 'utf8' });
};

test.each(API_VERSIONS)('CA-8: the schema of %s has each of its documents', (version) => {
  const schema = apiSchema(version);
  expect(schema).toContain(`targetNamespace="http://cloudfront.amazonaws.com/doc/${version}/"`);
  for (const name of NAMES) {
    expect(schema.includes(`<xs:element name="${name}"><xs:complexType>`), name).toBe(
      documentsOf(version).includes(name),
    );
  }
});

test('CA-60: the oldest schema has neither streaming, identities nor invalidations', () => {
  expect(apiSchema('2008-06-30')).not.toMatch(/Streaming|Identity|Invalidation/);
});

test.skipIf(!hasValidator).each(API_VERSIONS)(
  'CA-8 CA-79: libxml2 finds every document written for %s valid',
  (version) => {
    const documents = documentsOf(version).flatMap((name) =>
      fc
        .sample(answers(version)[name] as fc.Arbitrary<never>, { numRuns: 12, seed: 7 })
        .map((value) => writeApiDocument(name, value, version)),
    );
    const { stderr, status } = validate(version, documents);
    expect(stderr.split('\n').filter((line) => !line.endsWith(' validates') && line !== '')).toEqual([]);
    expect(status).toBe(0);
  },
);

test.skipIf(!hasValidator).each<[string, (xml: string) => string]>([
  ['another order', (xml) => xml.replace(/(<Id>.*?<\/Id>)(<Status>.*?<\/Status>)/, '$2$1')],
  ['an unknown element', (xml) => xml.replace('<Status>', '<Colour/><Status>')],
  ['another namespace', (xml) => xml.replace('2013-05-12', '2012-05-05')],
  ['another status', (xml) => xml.replace(/<Status>\w+/, '<Status>Gone')],
  ['a missing element', (xml) => xml.replace(/<CreateTime>.*?<\/CreateTime>/, '')],
])('libxml2 refuses %s', (_name, spoil) => {
  const [value] = fc.sample(answers('2013-05-12').Invalidation, { numRuns: 1, seed: 1 });
  const sound = writeApiDocument('Invalidation', value!, '2013-05-12');
  expect(validate('2013-05-12', [sound]).status).toBe(0);
  expect(spoil(sound)).not.toBe(sound);
  expect(validate('2013-05-12', [spoil(sound)]).status).not.toBe(0);
});
