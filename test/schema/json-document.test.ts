import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_DEPTH, MAX_DOCUMENT_BYTES, MAX_NODES } from '../../src/schema/document-text.ts';
import { readJson } from '../../src/schema/json-document.ts';
import { readYaml } from '../../src/schema/yaml-document.ts';

/** The same text by YAML's reader: JSON has no comments. */
const asYaml = (text: string) => {
  const reading = readYaml(`${text}\n# YAML`);
  return 'node' in reading ? reading.node : reading;
};

test.each([
  '{}',
  '[]',
  ' \n{ "a" : [ 1 , -0.50e+3, true,false ,null, "" ] }\r\n',
  '{"a": 1, "a": 2, "": {"__proto__": []}}',
  '{"a\\u0041\\"\\\\\\/\\b\\f\\n\\r\\t": "\\ud83d\\ude00 😀 é, : {}[]"}',
  '{\n\t"a": [\n\t\t{ "b": 007e }\n\t]\n}'.replace('007e', '7e0'),
])('JSON is the tree, with the places, that YAML finds in it: %j', (text) => {
  expect(readJson(text)).not.toBeNull();
  expect(readJson(text)).toEqual(asYaml(text));
});

test('whatever JSON it is', () => {
  const values = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }).map((value) => [value]);
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 4 }), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(readJson(text)).toEqual(asYaml(text));
    }),
  );
});

test.each([
  ['a scalar', '1'],
  ['nothing', ''],
  ['YAML', '{a: 1}'],
  ['JSON with a comma too many', '{"a": 1,}'],
  ['too many values', `[${'1,'.repeat(MAX_NODES)}1]`],
  ['too deep', `${'['.repeat(MAX_DEPTH + 2)}${']'.repeat(MAX_DEPTH + 2)}`],
])('is for YAML to read, or to refuse: %s', (_what, text) => {
  expect(readJson(text)).toBeNull();
});

test('the deepest tree, the most values and the longest text are read', () => {
  const deepest = `${'['.repeat(MAX_DEPTH + 1)}${']'.repeat(MAX_DEPTH + 1)}`;
  expect(readJson(deepest)).toEqual(asYaml(deepest));
  expect(readJson(`[${'1,'.repeat(MAX_NODES - 2)}1]`)).toMatchObject({ items: { length: MAX_NODES - 1 } });
  const longest = `["${'\\n'.repeat(MAX_DOCUMENT_BYTES / 2 - 2)}"]`;
  expect(readJson(longest)).toMatchObject({ items: [{ text: '\n'.repeat(MAX_DOCUMENT_BYTES / 2 - 2) }] });
});
