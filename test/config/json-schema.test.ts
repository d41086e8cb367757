/** `config/edgefront.schema.json` follows the description; `npx vitest run test/config/json-schema.test.ts -u` rewrites it. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Configuration } from '../../src/config/configuration.ts';
import { jsonSchema } from '../../src/schema/json-schema.ts';
import { EVERYTHING, MINIMAL } from './example.ts';

const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'edgefront configuration',
  ...jsonSchema(Configuration),
};

const validate = new Ajv2020({ allErrors: true }).compile(SCHEMA);

test('the JSON Schema kept in config/ is that of the description', async () => {
  await expect(`${JSON.stringify(SCHEMA, null, 2)}\n`).toMatchFileSnapshot(
    '../../config/edgefront.schema.json',
  );
});

test.each([
  ['every setting', EVERYTHING],
  ['hardly any', MINIMAL],
])('the JSON Schema accepts a file with %s', (_, text) => {
  expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
});

const CONFIG = join(import.meta.dirname, '..', '..', 'config');

test.each(globSync('*/edgefront.yaml', { cwd: CONFIG }))('the JSON Schema accepts config/%s', (file) => {
  const text = readFileSync(join(CONFIG, file), 'utf8');
  expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
});

test.each([
  ['an unknown key', `${MINIMAL}orgins: {}`, 'must NOT have additional properties'],
  ['a quantity of no unit', `${MINIMAL}limits: { pinnedBytes: 1MB }`, 'must match pattern'],
  ['a port that is none', 'listen: { http: 70000 }\nedges: [{ pop: FRA2 }]', 'must be <= 65535'],
  ['no edge locations', 'listen: { http: 80 }', "must have required property 'edges'"],
])('the JSON Schema refuses %s', (_, text, message) => {
  expect(validate(parse(text))).toBe(false);
  expect(JSON.stringify(validate.errors)).toContain(message);
});
