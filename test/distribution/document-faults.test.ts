/** Documents that are not well-formed, or not of their version: with which code they are refused. */
import { expect, test } from 'vitest';
import { readApiDocument } from '../../src/distribution/api-documents.ts';
import type { ErrorCode } from '../../src/distribution/error-code.ts';
import { BEHAVIOR, counted, type Kind, PATHS, readChanged, SOUND } from './sound-documents.ts';

test.each(Object.entries(SOUND))('a sound document: %s', (_kind, [name, version, text]) => {
  expect(readApiDocument(name, Buffer.from(text), version)).toMatchObject({ objection: null });
});

test.each<[string, Kind, string, string, ErrorCode, RegExp]>([
  [
    'CA-62 CA-230: another document',
    'identity',
    SOUND.identity[2],
    SOUND.invalidation[2],
    'InappropriateXML',
    /must be of type CloudFrontOriginAccessIdentityConfig, not InvalidationBatch/,
  ],
  [
    'CA-238: a document cut short',
    'identity',
    '</CloudFrontOriginAccessIdentityConfig>',
    '',
    'MalformedXML',
    /not well-formed/,
  ],
  [
    'CA-304: an element left open, as in the guide',
    'distribution',
    '</TrustedSigners>',
    '',
    'MalformedXML',
    /not well-formed/,
  ],
  [
    'CA-306: a last tag that opens, as in the guide',
    'distribution',
    '</DistributionConfig>',
    '<DistributionConfig>',
    'MalformedXML',
    /not well-formed/,
  ],
  [
    'CA-306: a bracket too many, as in the guide',
    'distribution',
    '<ForwardedValues>',
    '<ForwardedValues><QueryString>>false</QueryString>',
    'MalformedXML',
    /QueryString must be true or false, but is ">false"/,
  ],
  [
    'CA-130: no default behavior',
    'distribution',
    SOUND.distribution[2].slice(
      SOUND.distribution[2].indexOf('<DefaultCacheBehavior>'),
      SOUND.distribution[2].indexOf('<CacheBehaviors/>'),
    ),
    '',
    'MalformedXML',
    /^DefaultCacheBehavior is required/,
  ],
  [
    'CA-130: two default behaviors',
    'distribution',
    '<CacheBehaviors/>',
    `<DefaultCacheBehavior>${BEHAVIOR}</DefaultCacheBehavior>`,
    'MalformedXML',
    /^DefaultCacheBehavior is given twice/,
  ],
  [
    'CA-130: a path pattern of the default behavior',
    'distribution',
    '<DefaultCacheBehavior>',
    '<DefaultCacheBehavior><PathPattern>*</PathPattern>',
    'MalformedXML',
    /^DefaultCacheBehavior.PathPattern is not known here/,
  ],
  [
    'CA-316: a reference among the paths',
    'invalidation',
    '</Paths><CallerReference>a</CallerReference>',
    '<CallerReference>a</CallerReference></Paths>',
    'MalformedXML',
    /^(Paths.)?CallerReference is/,
  ],
  [
    'CA-11: a DOCTYPE',
    'identity',
    '<Cloud',
    '<!DOCTYPE x [<!ENTITY a "aaaa">]><Cloud',
    'MalformedXML',
    /DOCTYPE/,
  ],
  [
    'CA-80: an unknown element',
    'identity',
    '</Cloud',
    '<Colour/></Cloud',
    'MalformedXML',
    /^Colour is not known here/,
  ],
  [
    'CA-80: an element of a later version',
    'streaming',
    '</Stream',
    '<PriceClass>PriceClass_All</PriceClass></Stream',
    'MalformedXML',
    /^PriceClass exists from API version 2012-07-01/,
  ],
  [
    'CA-80: an element given twice',
    'distribution',
    '<Comment>c',
    '<Comment>b</Comment><Comment>c',
    'MalformedXML',
    /^Comment is given twice/,
  ],
  [
    'CA-81: a word that is none of the enumeration',
    'distribution',
    '>allow-all<',
    '>no-one<',
    'MalformedXML',
    /^DefaultCacheBehavior.ViewerProtocolPolicy must be .*, but is "no-one"\.$/,
  ],
  [
    'CA-81: a boolean that is none',
    'distribution',
    '<Enabled>true</Enabled><ViewerC',
    '<Enabled>perhaps</Enabled><ViewerC',
    'MalformedXML',
    /^Enabled must be true or false, but is "perhaps"/,
  ],
  [
    'CA-81: a number that is none',
    'distribution',
    '<MinTTL>5<',
    '<MinTTL>soon<',
    'MalformedXML',
    /MinTTL must be a whole number/,
  ],
  [
    'CA-81 CA-222 CA-233: a number out of range',
    'distribution',
    '<MinTTL>5<',
    '<MinTTL>3153600001<',
    'InvalidArgument',
    /MinTTL must be between 0 and 3153600000/,
  ],
  [
    'CA-82: an empty CNAME',
    'distribution',
    '<CNAME>a.example</CNAME>',
    '<CNAME/>',
    'MalformedXML',
    /must not be empty/,
  ],
  [
    'CA-82: an empty cache behavior',
    'distribution',
    '<CacheBehaviors/>',
    '<CacheBehaviors><Quantity>1</Quantity><Items><CacheBehavior/></Items></CacheBehaviors>',
    'MalformedXML',
    /PathPattern is required/,
  ],
  ['CA-82: an empty path', 'invalidation', '<Path>/a</Path>', '<Path/>', 'MalformedXML', /must not be empty/],
  [
    'CA-92 CA-105: an empty default root object in the old dialect',
    'old distribution',
    '>index.html<',
    '><',
    'MalformedXML',
    /DefaultRootObject must not be empty/,
  ],
  [
    'CA-83 CA-270: a Quantity that disagrees',
    'distribution',
    '<Aliases><Quantity>1<',
    '<Aliases><Quantity>2<',
    'InconsistentQuantities',
    /says 2, but the list holds 1/,
  ],
  [
    'CA-83: no Quantity',
    'invalidation',
    '<Quantity>1</Quantity>',
    '',
    'InconsistentQuantities',
    /Quantity is required/,
  ],
  [
    'CA-83: a Quantity that is no number',
    'invalidation',
    '<Quantity>1<',
    '<Quantity>one<',
    'MalformedXML',
    /must be a whole number/,
  ],
  [
    'CA-116: no path at all',
    'invalidation',
    PATHS,
    '<Quantity>0</Quantity>',
    'MalformedXML',
    /must have at least 1, has 0/,
  ],
])('%s is %s', (_name, kind, from, to, code, message) => {
  const reading = readChanged(kind, from, to);
  expect(reading).toEqual({ code, message: expect.stringMatching(message) });
});

test('CA-292: of several faults the one found first is answered, not the one written first', () => {
  const [name, version, text] = SOUND.distribution;
  const steps: readonly [string, string, ErrorCode | null][] = [
    ['>films.s3.amazonaws.com<', '>www.example<', null],
    ['>index.html<', '>in dex<', 'InvalidDefaultRootObject'],
    ['<Aliases><Quantity>1<', '<Aliases><Quantity>2<', 'InconsistentQuantities'],
    ['</MinTTL>', '</MinTTL><MaxTTL>9</MaxTTL>', 'MalformedXML'],
    ['</DistributionConfig>', '</StreamingDistributionConfig>', 'MalformedXML'],
  ];
  let changed: string = text;
  for (const [from, to, code] of steps) {
    changed = changed.replace(from, to);
    const reading = readApiDocument(name, Buffer.from(changed), version);
    expect('code' in reading ? reading.code : null).toBe(code);
  }
});

test.each<[string, Uint8Array, ErrorCode]>([
  ['CA-236: bytes that are no UTF-8', Buffer.from([0x3c, 0xff, 0x3e]), 'InvalidHTTPRequest'],
  ['CA-236: UTF-16', Buffer.from('\uFEFF<InvalidationBatch/>', 'utf16le'), 'InvalidHTTPRequest'],
  ['CA-238: UTF-16 without its mark', Buffer.from('<InvalidationBatch/>', 'utf16le'), 'MalformedXML'],
  [
    'CA-238: another encoding',
    Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><InvalidationBatch/>'),
    'MalformedXML',
  ],
  ['CA-238: no document', Buffer.from('  '), 'MalformedXML'],
  [
    'CA-11: an entity that grows',
    Buffer.from(
      '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><InvalidationBatch>&b;</InvalidationBatch>',
    ),
    'MalformedXML',
  ],
  [
    'CA-11: an external entity',
    Buffer.from(
      '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><InvalidationBatch>&a;</InvalidationBatch>',
    ),
    'MalformedXML',
  ],
  ['CA-238: nesting without end', Buffer.from('<a>'.repeat(100_000)), 'MalformedXML'],
  [
    'CA-238: elements without end',
    Buffer.from(`<InvalidationBatch>${'<Path/>'.repeat(60_000)}</InvalidationBatch>`),
    'MalformedXML',
  ],
  ['CA-236: more than is read', Buffer.alloc(6 * 1024 * 1024, '<a>'), 'InvalidHTTPRequest'],
  [
    'CA-238: unknown names without end',
    Buffer.from(`<InvalidationBatch>${'<Pathh/>'.repeat(40_000)}</InvalidationBatch>`),
    'MalformedXML',
  ],
])('%s', (_name, body, code) => {
  expect(readApiDocument('InvalidationBatch', body, '2013-05-12')).toMatchObject({ code });
});

test('CA-285: what a client sent is not sent back at length', () => {
  const name = 'x'.repeat(100_000);
  for (const body of [
    `<${name}/>`,
    `<${name}>`,
    `<InvalidationBatch><${name}/></InvalidationBatch>`,
    SOUND.invalidation[2].replace('/a', name),
  ]) {
    const reading = readApiDocument('InvalidationBatch', Buffer.from(body), '2012-05-05');
    expect('code' in reading ? reading.message.length : 0).toBeLessThan(1000);
    expect('code' in reading ? reading.message.length : 0).toBeGreaterThan(10);
  }
});

test('CA-213 CA-214: the largest invalidation there may be is read', () => {
  const paths = counted(1000, (index) => `<Path>/${String(index).padEnd(3999, 'x')}</Path>`);
  const reading = readChanged('invalidation', PATHS, paths);
  expect(reading).toMatchObject({ objection: null, value: { Paths: { length: 1000 } } });
});
