/** Elements that say what must not be: with which code the document is refused. */
import { expect, test } from 'vitest';
import { readApiDocument } from '../../src/distribution/api-documents.ts';
import type { ErrorCode } from '../../src/distribution/error-code.ts';
import { counted, type Kind, readChanged, SOUND } from './sound-documents.ts';

test.each<[string, Kind, string, string, ErrorCode, RegExp]>([
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
