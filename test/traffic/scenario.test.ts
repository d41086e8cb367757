/** The scenarios of config/, the schema beside them, and what a bad one is told. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readPrices, readScenario } from '../../src/load/scenario-file.ts';
import { Prices } from '../../src/planning/prices.ts';
import { jsonSchema } from '../../src/schema/json-schema.ts';
import { Scenario } from '../../src/traffic/scenario.ts';
import { ExampleFolder } from '../config/example.ts';

const CONFIG = join(import.meta.dirname, '..', '..', 'config');
const schemaOf = (title: string, description: typeof Scenario | typeof Prices) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  ...jsonSchema(description),
});

test('the JSON Schemas kept in config/ are those of the descriptions', async () => {
  const text = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`;
  await expect(text(schemaOf('edgefront scenario', Scenario))).toMatchFileSnapshot(
    '../../config/scenario.schema.json',
  );
  await expect(text(schemaOf('edgefront prices', Prices))).toMatchFileSnapshot(
    '../../config/prices.schema.json',
  );
});

test.each(globSync('scenarios/*.yaml', { cwd: CONFIG }))('config/%s is sound, by its schema too', (name) => {
  const file = join(CONFIG, name);
  expect(readScenario(file)).not.toHaveProperty('problems');
  const validate = new Ajv2020({ allErrors: true }).compile(schemaOf('scenario', Scenario));
  expect(validate(parse(readFileSync(file, 'utf8'))), JSON.stringify(validate.errors)).toBe(true);
});

test('the prices of config/ are sound', () => {
  expect(readPrices(null)).toHaveProperty('value');
});

test('every problem of a scenario is told with its line', () => {
  using folder = new ExampleFolder();
  const file = folder.write(
    'bad.yaml',
    `edges: [{ pop: IAD2 }, { pop: IAD2 }, { pop: XXX1 }]
catalogue: { objects: 0, classes: [{ name: signed }] }
phases:
  - { name: one, seconds: soon }
  - { name: two, seconds: 5, crowd: { objects: 3 }, kind: riot }
thresholds: { maxP99: 3 }
`,
  );
  const reading = readScenario(file);
  const problems = 'problems' in reading ? reading.problems.map(({ line, path }) => `${line} ${path}`) : [];
  expect(problems).toEqual(
    expect.arrayContaining([
      '1 edges[1].pop',
      '1 edges[2].pop',
      '2 catalogue.objects',
      '2 catalogue.classes',
      '4 phases[0].seconds',
      '5 phases[1].kind',
      '6 thresholds.maxP99',
    ]),
  );
});
