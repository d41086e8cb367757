import { expect, test } from 'vitest';
import {
  between,
  counted,
  flag,
  members,
  optional,
  record,
  repeated,
  since,
} from '../../src/schema/description.ts';
import { boolean, integer, oneOf, scalar, text } from '../../src/schema/scalar.ts';
import { writeXsd } from '../../src/schema/xsd.ts';

const sequence = (inner: string) => `<xs:complexType><xs:sequence>${inner}</xs:sequence></xs:complexType>`;
const restricted = (base: string, facets = '') =>
  `<xs:simpleType><xs:restriction base="xs:${base}">${facets}</xs:restriction></xs:simpleType>`;
const COUNT =
  '<xs:element name="Quantity"><xs:simpleType><xs:restriction base="xs:integer"><xs:minInclusive value="0"/></xs:restriction></xs:simpleType></xs:element>';

const contentOf = (fields: Parameters<typeof record>[0], version = '2012') => {
  const xsd = writeXsd({ R: record(fields) }, { namespace: 'urn:r', version });
  return /<xs:element name="R"><xs:complexType><xs:sequence>(.*)<\/xs:sequence><\/xs:complexType><\/xs:element><\/xs:schema>$/s.exec(
    xsd,
  )?.[1];
};

test.each<[string, Parameters<typeof record>[0], string]>([
  [
    'text with lengths',
    { A: text({ min: 1, max: 9 }) },
    `<xs:element name="A">${restricted('string', '<xs:minLength value="1"/><xs:maxLength value="9"/>')}</xs:element>`,
  ],
  [
    'a number in a range',
    { A: integer({ min: 0, max: 5 }) },
    `<xs:element name="A">${restricted('integer', '<xs:minInclusive value="0"/><xs:maxInclusive value="5"/>')}</xs:element>`,
  ],
  ['a boolean', { A: boolean }, `<xs:element name="A">${restricted('boolean')}</xs:element>`],
  [
    'an enumeration',
    { A: oneOf('x', 'y<') },
    `<xs:element name="A">${restricted('string', '<xs:enumeration value="x"/><xs:enumeration value="y&lt;"/>')}</xs:element>`,
  ],
  [
    'a time',
    { A: scalar({ schema: { type: 'string', format: 'date-time' }, parse: (value) => ({ value }) }) },
    `<xs:element name="A">${restricted('dateTime')}</xs:element>`,
  ],
  [
    'one of two kinds of number',
    {
      A: scalar({ schema: { anyOf: [{ enum: [80] }, { type: 'integer' }] }, parse: (value) => ({ value }) }),
    },
    `<xs:element name="A"><xs:simpleType><xs:union>${restricted('integer', '<xs:enumeration value="80"/>')}${restricted('integer')}</xs:union></xs:simpleType></xs:element>`,
  ],
  ['a flag', { A: flag }, `<xs:element name="A" minOccurs="0">${sequence('')}</xs:element>`],
  [
    'what may be absent',
    { A: optional(text(), null) },
    `<xs:element name="A" minOccurs="0">${restricted('string')}</xs:element>`,
  ],
  [
    'what may be repeated',
    { A: repeated(text(), { min: 1, max: 3 }) },
    `<xs:element name="A" minOccurs="1" maxOccurs="unbounded">${restricted('string')}</xs:element>`,
  ],
  [
    'CA-83 CA-84: a counted list',
    { A: counted('N', text()) },
    `<xs:element name="A">${sequence(`${COUNT}<xs:element name="Items" minOccurs="0">${sequence(`<xs:element name="N" minOccurs="0" maxOccurs="unbounded">${restricted('string')}</xs:element>`)}</xs:element>`)}</xs:element>`,
  ],
  [
    'CA-133: a counted list beside other members',
    { On: boolean, Names: members('N', text(), { min: 1 }) },
    `<xs:element name="On">${restricted('boolean')}</xs:element>${COUNT}<xs:element name="Items">${sequence(`<xs:element name="N" minOccurs="1" maxOccurs="unbounded">${restricted('string')}</xs:element>`)}</xs:element>`,
  ],
  ['what the version lacks', { A: since('2013', text()), B: between(['2009', '2010'], text()) }, ''],
])('XSD: %s', (_name, fields, expected) => {
  expect(contentOf(fields)).toBe(expected);
});

test('XSD: an older version has its own order', () => {
  const description = record({ A: flag, B: flag }, { until: '2010', names: ['B', 'A'] });
  const namesIn = (version: string) =>
    [
      ...writeXsd({ R: description }, { namespace: 'urn:r', version }).matchAll(/name="(\w+)" minOccurs/g),
    ].map(([, name]) => name);
  expect(namesIn('2010')).toEqual(['B', 'A']);
  expect(namesIn('2011')).toEqual(['A', 'B']);
});

test('XSD: a schema is of one namespace', () => {
  expect(writeXsd({}, { namespace: 'urn:r&d', version: '2012' })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:r&amp;d" elementFormDefault="qualified"></xs:schema>',
  );
});
