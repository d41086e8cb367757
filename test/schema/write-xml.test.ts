import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  counted,
  flag,
  inTurn,
  members,
  optional,
  record,
  repeated,
  since,
  sparse,
  until,
} from '../../src/schema/description.ts';
import { read } from '../../src/schema/read.ts';
import { boolean, integer, text } from '../../src/schema/scalar.ts';
import { writeXml } from '../../src/schema/write-xml.ts';
import { readXml } from '../../src/schema/xml-document.ts';

const Document = record(
  {
    A: text({ keepsSpace: true }),
    B: optional(record({ On: boolean, Items: members('Name', text({ keepsSpace: true })) }), null),
    C: since('2012', optional(counted('N', integer()), [])),
    D: inTurn(until('2010', sparse(text(), '')), since('2012', optional(text(), ''))),
    E: flag,
    F: repeated(record({ G: sparse(integer(), 1) })),
  },
  { until: '2010', names: ['F', 'A', 'B', 'D', 'E'] },
);
type Document = NonNullable<ReturnType<typeof readBack>['value']>;

const write = (value: Document, version: string) =>
  writeXml(Document, value, { name: 'R', namespace: 'urn:r', version });
const readBack = (xml: string, version: string) => {
  const tree = readXml(xml);
  if ('problems' in tree) throw new Error(tree.problems[0]?.message);
  return read(Document, tree.node, version);
};
const inside = (xml: string) =>
  /^<\?xml version="1.0" encoding="UTF-8"\?>\n<R xmlns="urn:r">(.*)<\/R>$/s.exec(xml)?.[1];
const empty: Document = { A: '', B: null, C: [], D: '', E: false, F: [] };

test.each<[string, Document, string, string]>([
  ['CA-84: an empty list has no Items', empty, '2012', '<A/><C><Quantity>0</Quantity></C><D/>'],
  [
    'CA-83: a list has Quantity and Items',
    { ...empty, C: [1, 2] },
    '2012',
    '<A/><C><Quantity>2</Quantity><Items><N>1</N><N>2</N></Items></C><D/>',
  ],
  [
    'CA-79: an older version has its own order',
    { ...empty, A: 'a', D: 'd', F: [{ G: 2 }], E: true },
    '2010',
    '<F><G>2</G></F><A>a</A><D>d</D><E/>',
  ],
  ['CA-80: an older version lacks newer elements', { ...empty, C: [1] }, '2010', '<A/>'],
  [
    'CA-89: text is escaped',
    { ...empty, A: 'a & <b> "c"\r' },
    '2010',
    '<A>a &amp; &lt;b&gt; &quot;c&quot;&#13;</A>',
  ],
  [
    'CA-133: a list beside other members',
    { ...empty, B: { On: true, Items: ['x'] } },
    '2010',
    '<A/><B><On>true</On><Quantity>1</Quantity><Items><Name>x</Name></Items></B>',
  ],
  ['a sparse member at its default is left out', { ...empty, F: [{ G: 1 }] }, '2010', '<F/><A/>'],
])('XML writing: %s', (_name, value, version, expected) => {
  expect(inside(write(value, version))).toBe(expected);
});

const words = fc
  .string({ unit: 'binary' })
  .filter((s) => s.isWellFormed() && !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(s));
const whole = fc.integer({ min: -9, max: 999 });
const values: fc.Arbitrary<Document> = fc.record({
  A: words,
  B: fc.option(fc.record({ On: fc.boolean(), Items: fc.array(words, { maxLength: 3 }) })),
  C: fc.array(whole, { maxLength: 3 }),
  D: words.map((word) => word.trim()),
  E: fc.boolean(),
  F: fc.array(fc.record({ G: whole }), { maxLength: 3 }),
});

test('XML writing: CA-89: whatever is written is read again', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(readBack(write(value, '2012'), '2012').value).toEqual(value);
    }),
  );
});

test('XML writing: an older version keeps what it can say', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(readBack(write(value, '2010'), '2010').value).toEqual({ ...value, C: [] });
    }),
  );
});
