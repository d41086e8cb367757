import { expect, test } from 'vitest';
import { type RequestDocumentName, readApiDocument } from '../../src/distribution/api-documents.ts';
import type { ApiVersion } from '../../src/distribution/api-version.ts';
import type { ErrorCode } from '../../src/distribution/error-code.ts';

/** A sound document of each kind that a row changes in one place. */
const SOUND = {
  'old distribution': [
    'DistributionConfig',
    '2010-11-01',
    '<DistributionConfig><S3Origin><DNSName>films.s3.amazonaws.com</DNSName></S3Origin><CallerReference>a</CallerReference><CNAME>a.example</CNAME><Enabled>true</Enabled><Logging><Bucket>logs</Bucket></Logging><DefaultRootObject>index.html</DefaultRootObject><TrustedSigners><Self/></TrustedSigners><RequiredProtocols><Protocol>https</Protocol></RequiredProtocols></DistributionConfig>',
  ],
  distribution: [
    'DistributionConfig',
    '2013-05-12',
    '<DistributionConfig><CallerReference>a</CallerReference><Aliases><Quantity>1</Quantity><Items><CNAME>a.example</CNAME></Items></Aliases><DefaultRootObject>index.html</DefaultRootObject><Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><DomainName>films.s3.amazonaws.com</DomainName><S3OriginConfig/></Origin></Items></Origins><DefaultCacheBehavior><TargetOriginId>o</TargetOriginId><ForwardedValues><Cookies><Forward>whitelist</Forward><WhitelistedNames><Quantity>1</Quantity><Items><Name>n</Name></Items></WhitelistedNames></Cookies></ForwardedValues><TrustedSigners><Enabled>true</Enabled><Quantity>1</Quantity><Items><AwsAccountNumber>self</AwsAccountNumber></Items></TrustedSigners><ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy><MinTTL>5</MinTTL></DefaultCacheBehavior><CacheBehaviors/><Comment>c</Comment><Enabled>true</Enabled><ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate></ViewerCertificate></DistributionConfig>',
  ],
  streaming: [
    'StreamingDistributionConfig',
    '2012-05-05',
    '<StreamingDistributionConfig><CallerReference>a</CallerReference><S3Origin><DNSName>films.s3.amazonaws.com</DNSName></S3Origin><Aliases><Quantity>0</Quantity></Aliases><TrustedSigners><Quantity>1</Quantity><Items><AwsAccountNumber>self</AwsAccountNumber></Items></TrustedSigners><Enabled>true</Enabled></StreamingDistributionConfig>',
  ],
  identity: [
    'CloudFrontOriginAccessIdentityConfig',
    '2012-05-05',
    '<CloudFrontOriginAccessIdentityConfig><CallerReference>a</CallerReference></CloudFrontOriginAccessIdentityConfig>',
  ],
  invalidation: [
    'InvalidationBatch',
    '2012-05-05',
    '<InvalidationBatch><Paths><Quantity>1</Quantity><Items><Path>/a</Path></Items></Paths><CallerReference>a</CallerReference></InvalidationBatch>',
  ],
} as const satisfies Record<string, readonly [RequestDocumentName, ApiVersion, string]>;
type Kind = keyof typeof SOUND;

const readChanged = (kind: Kind, from: string, to: string) => {
  const [name, version, text] = SOUND[kind];
  expect(text).toContain(from);
  return readApiDocument(name, Buffer.from(text.replace(from, to)), version);
};

const counted = (quantity: number, member: (index: number) => string) =>
  `<Quantity>${quantity}</Quantity><Items>${Array.from({ length: quantity }, (_, index) => member(index)).join('')}</Items>`;
const PATHS = '<Quantity>1</Quantity><Items><Path>/a</Path></Items>';
const ORIGIN = '<Origin><Id>o</Id><DomainName>films.s3.amazonaws.com</DomainName><S3OriginConfig/></Origin>';
const BEHAVIOR = '<TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy>';

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
  [
    'CA-107 CA-265 CA-287: another protocol',
    'old distribution',
    '>https<',
    '>http<',
    'InvalidRequiredProtocol',
    /must hold one Protocol, which is https/,
  ],
  [
    'CA-287: two protocols',
    'old distribution',
    '<Protocol>https</Protocol>',
    '<Protocol>https</Protocol><Protocol>https</Protocol>',
    'InvalidRequiredProtocol',
    /must hold one/,
  ],
  [
    'CA-287: no protocol',
    'old distribution',
    '<Protocol>https</Protocol>',
    '',
    'InvalidRequiredProtocol',
    /must hold one/,
  ],
  [
    'CA-143: neither kind of origin',
    'distribution',
    '<S3OriginConfig/>',
    '',
    'InvalidArgument',
    /must have an S3OriginConfig/,
  ],
  [
    'CA-142 CA-264: a reference to no identity',
    'distribution',
    '<S3OriginConfig/>',
    '<S3OriginConfig><OriginAccessIdentity>E1</OriginAccessIdentity></S3OriginConfig>',
    'InvalidOriginAccessIdentity',
    /must be empty or origin-access-identity/,
  ],
  [
    'CA-145: signers enabled, none named',
    'distribution',
    counted(1, () => '<AwsAccountNumber>self</AwsAccountNumber>'),
    '<Quantity>0</Quantity>',
    'InvalidArgument',
    /TrustedSigners is enabled but names no signer/,
  ],
  [
    'CA-159 CA-271: names missing',
    'distribution',
    '<WhitelistedNames><Quantity>1</Quantity><Items><Name>n</Name></Items></WhitelistedNames>',
    '',
    'InvalidForwardCookies',
    /is required while/,
  ],
  [
    'CA-159 CA-271: names surplus',
    'distribution',
    '>whitelist<',
    '>all<',
    'InvalidForwardCookies',
    /must be absent/,
  ],
  [
    'CA-165 CA-272: no certificate at all',
    'distribution',
    '>true</CloudFrontDefault',
    '>false</CloudFrontDefault',
    'InvalidViewerCertificate',
    /must hold either/,
  ],
  [
    'CA-176 CA-215: a caller reference of 128 bytes',
    'identity',
    '>a<',
    `>${'é'.repeat(64)}<`,
    'InvalidArgument',
    /CallerReference has 128 bytes/,
  ],
  [
    'CA-176: an empty caller reference',
    'identity',
    '>a<',
    '><',
    'InvalidArgument',
    /CallerReference must not be empty/,
  ],
  [
    'CA-216: a comment of 129 characters',
    'distribution',
    '>c<',
    `>${'c'.repeat(129)}<`,
    'InvalidArgument',
    /Comment has 129 characters/,
  ],
  [
    'CA-217 CA-266: a default root object of 256 characters',
    'distribution',
    '>index.html<',
    `>${'i'.repeat(256)}<`,
    'InvalidDefaultRootObject',
    /has 256 characters/,
  ],
  [
    'CA-124 CA-266: a default root object of other characters',
    'distribution',
    '>index.html<',
    '>in dex<',
    'InvalidDefaultRootObject',
    /but is "in dex"/,
  ],
  [
    'CA-219: a log prefix of 257 characters',
    'old distribution',
    '<Bucket>logs</Bucket>',
    `<Bucket>logs</Bucket><Prefix>${'p'.repeat(257)}</Prefix>`,
    'InvalidArgument',
    /Prefix has 257 characters/,
  ],
  [
    'CA-220: a bucket host of 129 characters',
    'old distribution',
    '>films.s3',
    `>${'f'.repeat(115)}.s3`,
    'InvalidArgument',
    /has 132 characters/,
  ],
  [
    'CA-220: a streaming bucket host of 129 characters',
    'streaming',
    '>films.s3',
    `>${'f'.repeat(115)}.s3`,
    'InvalidArgument',
    /has 132 characters/,
  ],
  [
    'CA-151: no host at all',
    'streaming',
    '<DNSName>films.s3.amazonaws.com</DNSName>',
    '',
    'MalformedXML',
    /DomainName is required/,
  ],
  [
    'CA-151: two hosts',
    'streaming',
    '</DNSName>',
    '</DNSName><DomainName>b.s3.amazonaws.com</DomainName>',
    'InvalidArgument',
    /differs from DNSName/,
  ],
  [
    'CA-157: a path without its slash',
    'invalidation',
    '>/a<',
    '>a<',
    'InvalidArgument',
    /must begin with \/, but is "a"/,
  ],
  [
    'CA-157 CA-214: a path of 4001 characters',
    'invalidation',
    '>/a<',
    `>/${'a'.repeat(4000)}<`,
    'InvalidArgument',
    /has 4001 characters/,
  ],
  [
    'CA-226: an alias twice, in other letters',
    'distribution',
    '<Aliases><Quantity>1</Quantity><Items>',
    '<Aliases><Quantity>2</Quantity><Items><CNAME>A.example</CNAME>',
    'InvalidArgument',
    /is given twice: a.example/,
  ],
])('%s is %s', (_name, kind, from, to, code, message) => {
  const reading = readChanged(kind, from, to);
  expect(reading).toEqual({ code, message: expect.stringMatching(message) });
});

test.each<[string, Kind, string, string, ErrorCode]>([
  [
    'CA-144 CA-263 CA-288: a host that is no bucket',
    'distribution',
    '>films.s3.amazonaws.com<',
    '>www.example<',
    'InvalidOrigin',
  ],
  [
    'CA-221: a bucket name of 64 characters',
    'distribution',
    '>films.s3',
    `>${'f'.repeat(64)}.s3`,
    'InvalidOrigin',
  ],
  [
    'CA-131 CA-267 CA-289: an origin id that is none',
    'distribution',
    '<TargetOriginId>o<',
    '<TargetOriginId>p<',
    'NoSuchOrigin',
  ],
  [
    'CA-206 CA-273: eleven aliases',
    'distribution',
    counted(1, () => '<CNAME>a.example</CNAME>'),
    counted(11, (index) => `<CNAME>a${index}.example</CNAME>`),
    'TooManyDistributionCNAMEs',
  ],
  [
    'CA-206 CA-273: eleven aliases in the old dialect',
    'old distribution',
    '<CNAME>a.example</CNAME>',
    Array.from({ length: 11 }, (_, index) => `<CNAME>a${index}.example</CNAME>`).join(''),
    'TooManyDistributionCNAMEs',
  ],
  [
    'CA-206 CA-274 CA-318: eleven aliases of a streaming distribution',
    'streaming',
    '<Aliases><Quantity>0</Quantity>',
    `<Aliases>${counted(11, (index) => `<CNAME>a${index}.example</CNAME>`)}`,
    'TooManyStreamingDistributionCNAMEs',
  ],
  [
    'CA-208 CA-268: eleven origins',
    'distribution',
    counted(1, () => ORIGIN),
    counted(11, (index) => ORIGIN.replace('>o<', index === 0 ? '>o<' : `>o${index}<`)),
    'TooManyOrigins',
  ],
  [
    'CA-209 CA-269: eleven cache behaviors',
    'distribution',
    '<CacheBehaviors/>',
    `<CacheBehaviors>${counted(11, (index) => `<CacheBehavior><PathPattern>${index}</PathPattern>${BEHAVIOR}</CacheBehavior>`)}</CacheBehaviors>`,
    'TooManyCacheBehaviors',
  ],
  [
    'CA-210 CA-278: six signers',
    'distribution',
    counted(1, () => '<AwsAccountNumber>self</AwsAccountNumber>'),
    counted(6, (index) => `<AwsAccountNumber>${index}</AwsAccountNumber>`),
    'TooManyTrustedSigners',
  ],
  [
    'CA-106 CA-210: the owner and five more',
    'old distribution',
    '<Self/>',
    `<Self/>${'<AwsAccountNumber>1</AwsAccountNumber>'.repeat(5)}`,
    'TooManyTrustedSigners',
  ],
  [
    'CA-211 CA-271: eleven cookie names',
    'distribution',
    counted(1, () => '<Name>n</Name>'),
    counted(11, (index) => `<Name>n${index}</Name>`),
    'TooManyCookieNamesInWhiteList',
  ],
  [
    'CA-213 CA-281 IN-4 LQ-19: 1001 paths',
    'invalidation',
    PATHS,
    counted(1001, (index) => `<Path>/${index}</Path>`),
    'BatchTooLarge',
  ],
])('CA-292: %s is an objection, raised after the caller reference: %s', (_name, kind, from, to, code) => {
  expect(readChanged(kind, from, to)).toMatchObject({ value: expect.anything(), objection: { code } });
});

test('CA-151 CA-302: a streaming bucket may have either name, or both', () => {
  const host = 'films.s3.amazonaws.com';
  const names = [
    `<DomainName>${host}</DomainName>`,
    `<DNSName>${host}</DNSName><DomainName>${host}</DomainName>`,
  ];
  const [name, version, text] = SOUND.streaming;
  for (const spelled of names) {
    expect(readChanged('streaming', `<DNSName>${host}</DNSName>`, spelled)).toEqual(
      readApiDocument(name, Buffer.from(text), version),
    );
  }
});

test.each([
  ['', true],
  ['<Enabled>true</Enabled>', true],
  ['<Enabled>false</Enabled>', false],
])('CA-152: signers of a streaming distribution with %j', (enabled, Enabled) => {
  expect(readChanged('streaming', '<TrustedSigners>', `<TrustedSigners>${enabled}`)).toMatchObject({
    value: { TrustedSigners: { Enabled, AwsAccountNumbers: ['self'] } },
  });
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
