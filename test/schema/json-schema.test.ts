import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import {
  alsoNamed,
  counted,
  dictionary,
  flag,
  list,
  optional,
  record,
  repeated,
  since,
  until,
} from '../../src/schema/description.ts';
import { jsonSchema } from '../../src/schema/json-schema.ts';
import { boolean, integer, oneOf, text } from '../../src/schema/scalar.ts';

const House = record({
  Name: text({ min: 1, max: 9, pattern: /^[A-Z]/ }),
  Rooms: list(record({ Kind: oneOf('hall', 'bath') }), { min: 1, max: 3 }),
  Size: optional(integer({ min: 0, max: 5 }), 3),
  Tags: optional(dictionary(boolean), new Map()),
  Keys: optional(counted('Key', text()), []),
  Cat: flag,
  Dog: alsoNamed('DOG', repeated(text(), { max: 1 })),
  Solar: since('2012', boolean),
  Coal: until('2011', boolean),
});

const sound = { Name: 'Hut', Rooms: [{ Kind: 'hall' }], Solar: true };
const isValid = new Ajv2020().compile(jsonSchema(House, '2012'));

test.each<[string, object, boolean]>([
  ['the least', sound, true],
  [
    'everything',
    { ...sound, Size: 5, Tags: { a: true }, Keys: { Quantity: 1, Items: ['k'] }, Cat: true, DOG: ['d'] },
    true,
  ],
  ['a member that is missing', { Name: 'Hut', Solar: true }, false],
  ['a member that is not known', { ...sound, Roof: 1 }, false],
  ['a member of another version', { ...sound, Coal: true }, false],
  ['a text that does not match', { ...sound, Name: 'hut' }, false],
  ['a number out of range', { ...sound, Size: 6 }, false],
  ['a word that is none', { ...sound, Rooms: [{ Kind: 'loft' }] }, false],
  ['a list that is too short', { ...sound, Rooms: [] }, false],
  ['a counted list without Quantity', { ...sound, Keys: { Items: [] } }, false],
  ['a repeated member too often', { ...sound, Dog: ['a', 'b'] }, false],
])('JSON Schema judges %s', (_name, document, expected) => {
  expect(isValid(document)).toBe(expected);
});

test('JSON Schema shows defaults', () => {
  expect(jsonSchema(House)).toMatchObject({ properties: { Size: { default: 3 } } });
});
