import { expect, test } from 'vitest';
import type { Description } from '../../src/schema/description.ts';
import {
  alsoNamed,
  between,
  counted,
  dictionary,
  flag,
  inTurn,
  list,
  members,
  optional,
  record,
  repeated,
  since,
  until,
} from '../../src/schema/description.ts';
import { MAX_PROBLEMS } from '../../src/schema/problem.ts';
import { read } from '../../src/schema/read.ts';
import { boolean, integer, text } from '../../src/schema/scalar.ts';
import { readXml } from '../../src/schema/xml-document.ts';
import { readYaml } from '../../src/schema/yaml-document.ts';

const treeOf = (source: string) => {
  const tree = source.startsWith('<') ? readXml(source) : readYaml(source);
  if ('problems' in tree) throw new Error(tree.problems[0]?.message);
  return tree.node;
};
const readText = (description: Description, source: string, version: string | null = null) =>
  read(description, treeOf(source), version);
const problemsOf = (description: Description, source: string, version: string | null = null) =>
  readText(description, source, version).notes.problems.map(
    ({ path, message, line, column }) => `${line}:${column} ${path}: ${message}`,
  );

const Garden = record({
  Name: text({ min: 1 }),
  Size: optional(integer({ min: 0 }), 7),
  Beds: optional(list(record({ Plant: text() }), { min: 1, max: 2 }), []),
  Owners: optional(dictionary(text()), new Map()),
});

test('read: members in any order, defaults for what is absent or null', () => {
  expect(readText(Garden, 'Size:\nName: Eden').value).toEqual({
    Name: 'Eden',
    Size: 7,
    Beds: [],
    Owners: new Map(),
  });
});

test('read: lists and dictionaries', () => {
  const { value } = readText(Garden, 'Name: Eden\nBeds: [{Plant: rose}]\nOwners: {__proto__: eve}');
  expect(value).toMatchObject({ Beds: [{ Plant: 'rose' }], Owners: new Map([['__proto__', 'eve']]) });
});

test('read: every problem is reported, each with its path and place', () => {
  const source =
    'Nmae: Eden\nSize: many\nBeds:\n  - {Plant: [x]}\n  - rose\n  - {}\nOwners: {a: 1, a: 2}\nSize: 3\n';
  expect(problemsOf(Garden, source)).toEqual([
    '1:1 Nmae: is not known here; did you mean Name?',
    '1:1 Name: is required',
    '8:1 Size: is given twice',
    '2:7 Size: must be a whole number',
    '4:3 Beds: has 3; at most 2 are allowed',
    '4:13 Beds[0].Plant: must be text, not a list',
    '5:5 Beds[1]: must be a group of members, not text',
    '6:5 Beds[2].Plant: is required',
    '7:16 Owners.a: is given twice',
  ]);
});

test('read: what is sound stays in the draft beside what is not', () => {
  const { value, draft } = readText(Garden, 'Name: Eden\nSize: many');
  expect(value).toBeNull();
  expect(draft).toMatchObject({ Name: 'Eden', Size: undefined });
});

test('read: rules report at the nearest place known', () => {
  const { notes } = readText(Garden, 'Name: Eden\nBeds:\n  - Plant: rose');
  notes.report('Beds[0].Plant.Colour', 'is missing');
  notes.report('Gate', 'is missing');
  expect(notes.problems).toMatchObject([
    { line: 3, column: 12 },
    { line: 1, column: 1 },
  ]);
});

test('read: problems do not grow without bound', () => {
  const source = Array.from({ length: MAX_PROBLEMS + 50 }, (_, index) => `x${index}: 1`).join('\n');
  expect(problemsOf(Garden, source)).toHaveLength(MAX_PROBLEMS);
});

const Signers = record({ Enabled: boolean, Accounts: members('Account', text({ min: 1 }), { max: 2 }) });
const Names = record({ Names: counted('Name', text({ min: 1 })) });

test.each<[string, Description, string, unknown]>([
  [
    'CA-83: Quantity and Items',
    Names,
    '<r><Names><Quantity>2</Quantity><Items><Name>a</Name><Name>b</Name></Items></Names></r>',
    ['a', 'b'],
  ],
  ['CA-84: no Items', Names, '<r><Names><Quantity>0</Quantity></Names></r>', []],
  ['CA-84: empty Items', Names, '<r><Names><Items/><Quantity>0</Quantity></Names></r>', []],
  [
    'CA-85: members beside Quantity',
    Names,
    '<r><Names><Quantity>2</Quantity><Name>a</Name><Name>b</Name></Names></r>',
    ['a', 'b'],
  ],
  ['CA-86: an empty container', Names, '<r><Names/></r>', []],
  ['CA-83: the same in JSON', Names, '{"Names": {"Quantity": 1, "Items": ["a"]}}', ['a']],
])('counted lists: %s', (_name, description, source, expected) => {
  expect(readText(description, source).value).toEqual({ Names: expected });
});

test('counted lists: CA-83: beside other members of a record', () => {
  const source = '<r><Quantity>1</Quantity><Enabled>true</Enabled><Items><Account>x</Account></Items></r>';
  expect(readText(Signers, source).value).toEqual({ Enabled: true, Accounts: ['x'] });
});

test.each<[string, string, string[]]>([
  [
    'CA-83: a Quantity that is wrong',
    '<r><Names><Quantity>2</Quantity><Items><Name>a</Name></Items></Names></r>',
    ['1:11 Names.Quantity: says 2, but the list holds 1'],
  ],
  [
    'CA-83: no Quantity',
    '<r><Names><Items><Name>a</Name></Items></Names></r>',
    ['1:4 Names.Quantity: is required'],
  ],
  [
    'CA-83: a Quantity in words',
    '<r><Names><Quantity>one</Quantity><Name>a</Name></Names></r>',
    ['1:11 Names.Quantity: must be a whole number'],
  ],
  [
    'CA-82: an empty member',
    '<r><Names><Quantity>1</Quantity><Items><Name/></Items></Names></r>',
    ['1:40 Names[0]: must not be empty'],
  ],
  [
    'CA-80: Items twice',
    '<r><Names><Quantity>0</Quantity><Items/><Items/></Names></r>',
    ['1:41 Names.Items: is given twice'],
  ],
  [
    'CA-80: a stranger in Items',
    '<r><Names><Quantity>0</Quantity><Items><Nome>a</Nome></Items></Names></r>',
    ['1:40 Names.Nome: is not known here; Items holds Name only'],
  ],
  [
    'CA-80: a stranger beside Items',
    '<r><Names><Quantity>0</Quantity><Item/></Names></r>',
    ['1:33 Names.Item: is not known here; did you mean Items?'],
  ],
  [
    'Items that are text',
    '<r><Names><Quantity>0</Quantity><Items>a</Items></Names></r>',
    ['1:33 Names.Items: must be a list, not text'],
  ],
])('counted lists: %s', (_name, source, expected) => {
  expect(problemsOf(Names, source)).toEqual(expected);
});

const Flat = record({
  Self: flag,
  Account: alsoNamed('ACCOUNT', repeated(text({ min: 1 }), { max: 2 })),
});

test.each<[string, string, unknown]>([
  [
    'repeated elements',
    '<r><Account>a</Account><Account>b</Account></r>',
    { Self: false, Account: ['a', 'b'] },
  ],
  ['another name', '<r><Self></Self><ACCOUNT>a</ACCOUNT></r>', { Self: true, Account: ['a'] }],
  ['an array in JSON', '{"Self": true, "Account": ["a"]}', { Self: true, Account: ['a'] }],
  ['a flag that is down in JSON', '{"Self": false}', { Self: false, Account: [] }],
])('flat lists: %s', (_name, source, expected) => {
  expect(readText(Flat, source).value).toEqual(expected);
});

test('flat lists: CA-82: bounds, empty members and flags with text are problems', () => {
  expect(problemsOf(Flat, '<r><Self>x</Self><Account/><Account>b</Account><Account>c</Account></r>')).toEqual(
    [
      '1:4 Self: must be empty',
      '1:18 Account: has 3; at most 2 are allowed',
      '1:18 Account[0]: must not be empty',
    ],
  );
});

const Versioned = record({
  Old: until('2010', text()),
  Mid: between(['2010', '2011'], optional(text(), 'm')),
  New: since('2012', integer()),
  Both: inTurn(until('2011', text({ max: 1 })), since('2012', text({ max: 2 }))),
});

test('versions: CA-80 CA-344: an element belongs to the versions that have it', () => {
  expect(problemsOf(Versioned, '<r><Mid>x</Mid><New>1</New><Both>xy</Both></r>', '2009')).toEqual([
    '1:4 Mid: exists from API version 2010 on; this document is 2009',
    '1:16 New: exists from API version 2012 on; this document is 2009',
    '1:1 Old: is required',
    '1:28 Both: has 2 characters; at most 1 are allowed',
  ]);
  expect(problemsOf(Versioned, '<r><Old/><Mid>x</Mid><New>1</New><Both>xy</Both></r>', '2012')).toEqual([
    '1:4 Old: exists up to API version 2010; this document is 2012',
    '1:10 Mid: exists up to API version 2011; this document is 2012',
  ]);
});

test('versions: what a version lacks reads as its default or null', () => {
  expect(readText(Versioned, '<r><New>1</New><Both/></r>', '2012').value).toEqual({
    Old: null,
    Mid: 'm',
    New: 1,
    Both: '',
  });
});
