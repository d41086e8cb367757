import { expect, test } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '../../src/schema/document-text.ts';
import type { Node } from '../../src/schema/node.ts';
import { readYaml } from '../../src/schema/yaml-document.ts';

/** The tree without positions, as plain values. */
const plain = (node: Node): unknown => {
  if (node.kind === 'list') return node.items.map(plain);
  if (node.kind === 'map') return node.entries.map(({ name, node: value }) => [name, plain(value)]);
  return node.kind === 'null' ? null : node.text;
};
const tree = (text: string | Uint8Array) => {
  const reading = readYaml(text);
  return 'problems' in reading ? reading.problems : plain(reading.node);
};
const messages = (text: string | Uint8Array) => {
  const reading = readYaml(text);
  return 'problems' in reading ? reading.problems.map(({ message }) => message).join('; ') : '';
};

test.each<[string, string, unknown]>([
  [
    'scalars keep their spelling',
    'a: 007\nb: 1.50\nc: yes',
    [
      ['a', '007'],
      ['b', '1.50'],
      ['c', 'yes'],
    ],
  ],
  [
    'quoted text',
    "a: \"x\\ty\"\nb: 'it''s'",
    [
      ['a', 'x\ty'],
      ['b', "it's"],
    ],
  ],
  [
    'nothing is null',
    'a:\nb: null\nc: ~',
    [
      ['a', null],
      ['b', null],
      ['c', null],
    ],
  ],
  ['JSON, tabs and all', '{\n\t"a": [1, true]\n}', [['a', ['1', 'true']]]],
  [
    'a name given twice stays twice',
    'a: 1\na: 2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  [
    'aliases are followed',
    'a: &x [1]\nb: *x',
    [
      ['a', ['1']],
      ['b', ['1']],
    ],
  ],
  ['an empty text is an empty map', '', []],
  ['a byte order mark is no text', '\uFEFFa: 1', [['a', '1']]],
])('YAML: %s', (_name, text, expected) => {
  expect(tree(text)).toEqual(expected);
});

test('YAML: every node and name has its place', () => {
  expect(readYaml('a:\n  - b: 1\n')).toMatchObject({
    node: {
      entries: [
        { name: 'a', line: 1, column: 1, node: { line: 2, column: 3, items: [{ line: 2, column: 5 }] } },
      ],
    },
  });
});

test.each<[string, string | Uint8Array, RegExp]>([
  ['an open quote', 'a: "x', /^is not well-formed YAML or JSON: .*quote/],
  ['a tag', 'a: !secret x', /tag/i],
  ['two documents', 'a: 1\n---\nb: 2', /documents/],
  ['an alias to what holds it', 'a: &x [*x]', /nested deeper than 20/],
  ['an alias to nothing', 'a: *x', /alias/i],
  ['too deep', `${'['.repeat(25)}${']'.repeat(25)}`, /nested deeper than 20/],
  ['far too deep', '['.repeat(20_000), /nested deeper than 20/],
  ['names that are lists', '? [a]\n: b', /name that is not text/],
  ['bytes that are not UTF-8', Uint8Array.of(0x61, 0xff), /is not UTF-8/],
  ['too large', 'x'.repeat(MAX_DOCUMENT_BYTES + 1), /bytes long; at most 1048576/],
])('YAML refuses %s', (_name, text, message) => {
  expect(messages(text)).toMatch(message);
});

test('YAML: aliases of aliases do not grow without bound', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level += 1) {
    lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
  }
  expect(messages(lines.join('\n'))).toMatch(/more than 50000 values|nested deeper/);
});

test('YAML: faults of form carry line and column', () => {
  expect(tree('a: 1\nb: [1, 2')).toMatchObject([{ path: '', line: 2 }]);
});
