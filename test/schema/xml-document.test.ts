import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_DEPTH, MAX_DOCUMENT_BYTES, MAX_NODES } from '../../src/schema/document-text.ts';
import { readXml } from '../../src/schema/xml-document.ts';

const messageOf = (text: string | Uint8Array) => {
  const reading = readXml(text);
  return 'problems' in reading
    ? reading.problems.map((p) => `${p.line}:${p.column} ${p.message}`).join('; ')
    : 'read';
};
const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);

test('XML: elements with text, children and places', () => {
  expect(
    readXml(
      '<?xml version="1.0"?>\n<r xmlns="urn:x">\n  <a>1 &amp; 2</a><b/>\n  <c\n  ><d>x</d></c>\n</r>\n',
    ),
  ).toEqual({
    name: 'r',
    namespace: 'urn:x',
    node: {
      kind: 'map',
      line: 2,
      column: 1,
      entries: [
        { name: 'a', line: 3, column: 3, node: { kind: 'scalar', text: '1 & 2', line: 3, column: 3 } },
        { name: 'b', line: 3, column: 19, node: { kind: 'empty', text: '', line: 3, column: 19 } },
        {
          name: 'c',
          line: 4,
          column: 3,
          node: {
            kind: 'map',
            line: 4,
            column: 3,
            entries: [
              { name: 'd', line: 5, column: 4, node: { kind: 'scalar', text: 'x', line: 5, column: 4 } },
            ],
          },
        },
      ],
    },
  });
});

test.each<[string, string | Uint8Array]>([
  ['CA-10: no declaration', '<r/>'],
  ['CA-10: a declaration with standalone', '<?xml version="1.0" encoding="utf-8" standalone="no"?><r/>\n'],
  ['a byte order mark', Buffer.from('\uFEFF<r/>')],
  ['comments', '<!-- a --><r><!-- b --></r>'],
  ['CDATA', '<r><![CDATA[<x>]]></r>'],
  ['a prefix for the one namespace', '<p:r xmlns:p="urn:x"><p:a/></p:r>'],
  ['schema locations', '<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"/>'],
  ['the greatest depth', nested(MAX_DEPTH)],
])('XML accepts %s', (_name, text) => {
  expect(messageOf(text)).toBe('read');
});

test.each<[string, string | Uint8Array, RegExp]>([
  ['CA-11: a DOCTYPE', '<!DOCTYPE r><r/>', /must not have a DOCTYPE/],
  ['CA-11: entity declarations', '<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>', /must not have a DOCTYPE/],
  ['CA-11: an entity that is not XML’s own', '<r>&nbsp;</r>', /undefined entity/],
  ['a processing instruction', '<r><?php ?></r>', /processing instructions/],
  [
    'another declared encoding',
    '<?xml version="1.0" encoding="ISO-8859-1"?><r/>',
    /must be encoded in UTF-8/,
  ],
  ['bytes of another encoding', Buffer.from('<r>é</r>', 'latin1'), /is not UTF-8/],
  ['UTF-16', Buffer.from('\uFEFF<r/>', 'utf16le'), /is not UTF-8/],
  ['a wrong end tag', '<r>\n<a></b></r>', /^2:8 is not well-formed XML: unexpected close tag/],
  ['no end', '<r>', /not well-formed/],
  ['two roots', '<r/><r/>', /not well-formed/],
  ['no element', '', /not well-formed|no element/],
  ['text beside elements', '<r>\n  <a>x<b/></a></r>', /^2:3 element a holds text beside elements/],
  ['an attribute', '<r a="1"/>', /^1:1 attribute a is not known/],
  [
    'another namespace inside',
    '<r xmlns="urn:x"><a xmlns=""/></r>',
    /^1:18 element a is in another namespace/,
  ],
  ['a deeper nesting', nested(MAX_DEPTH + 1), /^1:61 is nested deeper than 20/],
  ['more elements', `<r>${'<a/>'.repeat(MAX_NODES)}</r>`, /holds more than 50000 elements/],
  ['a larger text', `<r>${' '.repeat(MAX_DOCUMENT_BYTES)}</r>`, /at most 1048576 are read/],
])('XML refuses %s', (_name, text, message) => {
  expect(messageOf(text)).toMatch(message);
});

test('CA-236 CA-238: bytes that are no text are a fault of the request, all else one of the document', () => {
  const codeOf = (source: string | Uint8Array, maxBytes?: number) => {
    const reading = readXml(source, maxBytes);
    return 'problems' in reading ? reading.problems.map(({ code }) => code) : [];
  };
  expect(codeOf(Buffer.from('<r>é</r>', 'latin1'))).toEqual(['InvalidHTTPRequest']);
  expect(codeOf('<r/>', 3)).toEqual(['InvalidHTTPRequest']);
  expect(codeOf('<r/>', 4)).toEqual([]);
  expect(codeOf('<r>')).toEqual(['MalformedXML']);
});

test('XML: any text is read or refused, never thrown at the caller', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '/',
    'a',
    '&',
    ';',
    '"',
    '=',
    '<a>',
    '</a>',
    '<!',
    '[',
    ']',
    '?',
    '-',
    ' ',
    '\r\n',
    'é',
    ':',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      expect(messageOf(pieces.join(''))).toBeTypeOf('string');
    }),
  );
});
