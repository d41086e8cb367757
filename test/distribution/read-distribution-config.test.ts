import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { API_VERSIONS, type ApiVersion } from '../../src/distribution/api-version.ts';
import type { DistributionConfig } from '../../src/distribution/distribution-config.ts';
import { readDistributionConfig } from '../../src/distribution/read-distribution-config.ts';

const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'distributions', name), 'utf8');
const TEXTS = new Map(API_VERSIONS.map((version) => [version, fixture(`${version}.xml`)]));
const JSON_TEXT = fixture('2013-05-12.json');

const readXml = (text: string, apiVersion: ApiVersion | null = null) =>
  readDistributionConfig(text, { format: 'xml', apiVersion });
const readJson = (text: string, apiVersion: ApiVersion | null = null) =>
  readDistributionConfig(text, { format: 'json', apiVersion });
const configOf = (reading: ReturnType<typeof readXml>): DistributionConfig => {
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.config;
};
const said = (reading: ReturnType<typeof readXml>) =>
  'problems' in reading ? reading.problems.map(({ path, message }) => `${path}: ${message}`) : [];

/** The document of `version` with one thing changed; the change must find its place. */
const changed = (version: ApiVersion, from: string, to: string) => {
  const text = TEXTS.get(version)!;
  expect(text).toContain(from);
  return text.replace(from, to);
};

test('CA-90 CA-92 CA-93 CA-294 D-2: a document of 2008 becomes one origin and one behavior with a day’s floor', () => {
  expect(readXml(TEXTS.get('2008-06-30')!)).toEqual({
    version: '2008-06-30',
    config: {
      CallerReference: 'recipes-1',
      Aliases: ['img.kitchen.example', 'static.kitchen.example'],
      DefaultRootObject: '',
      Origins: [
        {
          Id: 'recipes.s3.amazonaws.com',
          DomainName: 'recipes.s3.amazonaws.com',
          S3OriginConfig: { OriginAccessIdentity: '' },
          CustomOriginConfig: null,
        },
      ],
      DefaultCacheBehavior: {
        PathPattern: '*',
        TargetOriginId: 'recipes.s3.amazonaws.com',
        ForwardedValues: { QueryString: false, Cookies: { Forward: 'none', WhitelistedNames: [] } },
        TrustedSigners: { Enabled: false, AwsAccountNumbers: [] },
        ViewerProtocolPolicy: 'allow-all',
        MinTTL: 86_400,
      },
      CacheBehaviors: [],
      Comment: 'pictures of soup',
      Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
      ViewerCertificate: { IAMCertificateId: null, CloudFrontDefaultCertificate: true },
      PriceClass: 'PriceClass_All',
      Enabled: true,
    },
  });
});

test('CA-102: in 2010-08-01 the identity stands beside the origin', () => {
  expect(configOf(readXml(TEXTS.get('2010-08-01')!)).Origins[0]?.S3OriginConfig).toEqual({
    OriginAccessIdentity: 'origin-access-identity/cloudfront/E3KITCHENEXAMPL',
  });
});

test('CA-101 CA-104 CA-106 CA-107 CA-294 SU-1: 2010-11-01, with an hour’s floor, signers of the whole distribution', () => {
  expect(configOf(readXml(TEXTS.get('2010-11-01')!))).toMatchObject({
    Origins: [{ Id: 'www.kitchen.example', CustomOriginConfig: { HTTPPort: 8080, HTTPSPort: 443 } }],
    DefaultCacheBehavior: {
      TargetOriginId: 'www.kitchen.example',
      TrustedSigners: { Enabled: true, AwsAccountNumbers: ['self', '444455556666'] },
      ViewerProtocolPolicy: 'https-only',
      MinTTL: 3_600,
    },
    Logging: { Enabled: true, Bucket: 'kitchen-logs.s3.amazonaws.com', Prefix: 'img/' },
  });
});

test('SU-1 VR-31: 2012-05-05 has origins, behaviors, and signers per behavior', () => {
  expect(configOf(readXml(TEXTS.get('2012-05-05')!))).toMatchObject({
    Origins: [
      { Id: 'pictures', CustomOriginConfig: null },
      { Id: 'site', S3OriginConfig: null },
    ],
    DefaultCacheBehavior: { PathPattern: '*', TrustedSigners: { Enabled: false }, MinTTL: 60 },
    CacheBehaviors: [
      {
        PathPattern: 'soups/*.jp?g',
        TrustedSigners: { Enabled: true, AwsAccountNumbers: ['self', '444455556666'] },
      },
    ],
    Comment: 'a & b',
  });
});

test('CA-158 CA-159 CA-160 CA-161 CA-164: what 2012-07-01 and 2013-05-12 added', () => {
  expect(configOf(readXml(TEXTS.get('2013-05-12')!))).toMatchObject({
    DefaultCacheBehavior: {
      ForwardedValues: { Cookies: { Forward: 'whitelist', WhitelistedNames: ['table', 'chair'] } },
    },
    Logging: { IncludeCookies: true },
    ViewerCertificate: { IAMCertificateId: 'ASKITCHEN0EXAMPLE0CRT', CloudFrontDefaultCertificate: false },
    PriceClass: 'PriceClass_200',
  });
});

const LEAST = `<DistributionConfig><CallerReference>r</CallerReference><Origins><Quantity>1</Quantity><Items><Origin>
  <Id>o</Id><DomainName>o.example</DomainName><CustomOriginConfig><OriginProtocolPolicy>match-viewer</OriginProtocolPolicy>
  </CustomOriginConfig></Origin></Items></Origins><DefaultCacheBehavior><TargetOriginId>o</TargetOriginId>
  <ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy></DefaultCacheBehavior><Enabled>true</Enabled></DistributionConfig>`;

test('CA-123 CA-124 CA-132 CA-133 CA-135 CA-136 CA-138 CA-139 CA-343 OR-3: the least document is filled with defaults', () => {
  expect(readXml(LEAST)).toEqual({
    version: '2013-05-12',
    config: {
      CallerReference: 'r',
      Aliases: [],
      DefaultRootObject: '',
      Origins: [
        {
          Id: 'o',
          DomainName: 'o.example',
          S3OriginConfig: null,
          CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'match-viewer' },
        },
      ],
      DefaultCacheBehavior: {
        PathPattern: '*',
        TargetOriginId: 'o',
        ForwardedValues: { QueryString: false, Cookies: { Forward: 'none', WhitelistedNames: [] } },
        TrustedSigners: { Enabled: false, AwsAccountNumbers: [] },
        ViewerProtocolPolicy: 'allow-all',
        MinTTL: 0,
      },
      CacheBehaviors: [],
      Comment: '',
      Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
      ViewerCertificate: { IAMCertificateId: null, CloudFrontDefaultCertificate: true },
      PriceClass: 'PriceClass_All',
      Enabled: true,
    },
  });
});

test('D-3: JSON has the shape of the AWS CLI, wrapped or bare, with or without its ETag', () => {
  const wrapped = configOf(readJson(JSON_TEXT));
  expect(wrapped).toMatchObject({
    Aliases: ['img.kitchen.example'],
    CacheBehaviors: [],
    PriceClass: 'PriceClass_All',
  });
  const { DistributionConfig: bare } = JSON.parse(JSON_TEXT);
  expect(configOf(readJson(JSON.stringify(bare)))).toEqual(wrapped);
  expect(configOf(readJson(JSON.stringify({ ETag: 'E1', DistributionConfig: bare }, null, '\t')))).toEqual(
    wrapped,
  );
  expect(said(readJson(JSON.stringify({ Etag: 'E1', DistributionConfig: bare })))).toEqual([
    'Etag: is not known beside DistributionConfig',
  ]);
  expect(said(readJson('[]'))).toEqual([': must be an object, not a list']);
});

test('D-3: JSON and XML of one configuration read alike', () => {
  const { DistributionConfig: bare } = JSON.parse(JSON_TEXT);
  const toXml = (value: unknown): string =>
    Array.isArray(value)
      ? value
          .map((item) =>
            typeof item === 'string' ? `<NAME>${item}</NAME>` : `<Origin>${toXml(item)}</Origin>`,
          )
          .join('')
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
            .map(([name, member]) => `<${name}>${toXml(member)}</${name}>`)
            .join('')
        : String(value);
  const members = ['CNAME', 'Name', 'AwsAccountNumber'].values();
  const xml = toXml({ DistributionConfig: bare }).replace(/<NAME>(.*?)<\/NAME>/g, (_, text) =>
    ((name) => `<${name}>${text}</${name}>`)(members.next().value),
  );
  expect(configOf(readXml(xml))).toEqual(configOf(readJson(JSON_TEXT)));
});

test.each<[string, string, ApiVersion | null, string | string[]]>([
  ['none, none: the newest', LEAST, null, '2013-05-12'],
  ['none, apiVersion', LEAST, '2012-05-05', '2012-05-05'],
  ['one, none', TEXTS.get('2012-07-01')!, null, '2012-07-01'],
  ['one, the same', TEXTS.get('2012-07-01')!, '2012-07-01', '2012-07-01'],
  [
    'one, another',
    TEXTS.get('2012-07-01')!,
    '2013-05-12',
    [': has the namespace of 2012-07-01, but apiVersion says 2013-05-12'],
  ],
  [
    'one not served',
    LEAST.replace('Config>', 'Config xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">'),
    null,
    [
      `: has the namespace http://cloudfront.amazonaws.com/doc/2020-05-31/; versions served are ${API_VERSIONS.join(', ')}`,
    ],
  ],
])('D-3 CA-8: the version, by namespace and apiVersion: %s', (_name, text, apiVersion, expected) => {
  const reading = readXml(text, apiVersion);
  expect('problems' in reading ? said(reading) : reading.version).toEqual(expected);
});

test('another document is refused', () => {
  expect(said(readXml('<InvalidationBatch/>'))).toEqual([
    ': must be a DistributionConfig, not a InvalidationBatch',
  ]);
});

test('CA-79: the order of elements says nothing', () => {
  const shuffled = LEAST.replace(/<CallerReference>.*?<\/CallerReference>/, '').replace(
    '</DistributionConfig>',
    '<CallerReference>r</CallerReference></DistributionConfig>',
  );
  expect(readXml(shuffled)).toEqual(readXml(LEAST));
});

test.each<[string, ApiVersion, string, string, (config: DistributionConfig) => unknown, unknown]>([
  [
    'CA-87 space around an id',
    '2012-05-05',
    '<Id>site</Id>',
    '<Id>\n site </Id>',
    (c) => c.Origins[1]?.Id,
    'site',
  ],
  ['CA-87 space in a comment', '2012-05-05', '>a &amp; b<', '> a  &amp; b\n<', (c) => c.Comment, ' a  & b\n'],
  [
    'CA-120 the account under its other name',
    '2010-11-01',
    '<AwsAccountNumber>444455556666</AwsAccountNumber>',
    '<AWSAccountNumber>444455556666</AWSAccountNumber>',
    (c) => c.DefaultCacheBehavior.TrustedSigners.AwsAccountNumbers,
    ['self', '444455556666'],
  ],
  [
    'CA-132 ForwardedValues without QueryString',
    '2012-05-05',
    '<QueryString>true</QueryString>',
    '',
    (c) => c.DefaultCacheBehavior.ForwardedValues.QueryString,
    false,
  ],
  [
    'CA-128 CA-305 an empty S3OriginConfig',
    '2012-05-05',
    '<S3OriginConfig>\n          <OriginAccessIdentity/>\n        </S3OriginConfig>',
    '<S3OriginConfig/>',
    (c) => c.Origins[0]?.S3OriginConfig,
    { OriginAccessIdentity: '' },
  ],
  [
    'VR-25 CA-134 CA-301 D-14 https is https-only',
    '2012-05-05',
    '>https-only<',
    '>https<',
    (c) => c.CacheBehaviors[0]?.ViewerProtocolPolicy,
    'https-only',
  ],
  [
    'VR-4 aliases in lower case',
    '2012-05-05',
    '>img.kitchen.example<',
    '>IMG.Kitchen.example<',
    (c) => c.Aliases,
    ['img.kitchen.example'],
  ],
  [
    'VR-31 CA-137 CA-331 D-14 ? and every other character',
    '2012-05-05',
    '>soups/*.jp?g<',
    '>/aZ09_-.*$/~"\'@:+&amp;?<',
    (c) => c.CacheBehaviors[0]?.PathPattern,
    '/aZ09_-.*$/~"\'@:+&?',
  ],
  [
    'CA-124 CA-331 every character of a root object',
    '2012-05-05',
    '>menu.html<',
    '>aZ09_-.*$/~"\'&amp;<',
    (c) => c.DefaultRootObject,
    'aZ09_-.*$/~"\'&',
  ],
  [
    'CA-87 CA-308 lines around an identity',
    '2010-08-01',
    '>origin-access-identity/cloudfront/E3KITCHENEXAMPL<',
    '>\n  origin-access-identity/cloudfront/E3KITCHENEXAMPL\n<',
    (c) => c.Origins[0]?.S3OriginConfig?.OriginAccessIdentity,
    'origin-access-identity/cloudfront/E3KITCHENEXAMPL',
  ],
  [
    'CA-139 CA-305 logging with Enabled alone',
    '2012-05-05',
    '<Enabled>false</Enabled>\n    <Bucket/>\n    <Prefix/>',
    '<Enabled>false</Enabled>',
    (c) => c.Logging,
    { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
  ],
  [
    'VR-36 slashes inside the root object',
    '2012-05-05',
    '>menu.html<',
    '>a/b.html<',
    (c) => c.DefaultRootObject,
    'a/b.html',
  ],
  [
    'AL-7 CA-139 logging that is off',
    '2012-05-05',
    '<Bucket/>\n    <Prefix/>',
    '<Bucket>logs.s3.amazonaws.com</Bucket><Prefix>x/</Prefix>',
    (c) => [c.Logging.Bucket, c.Logging.Prefix],
    ['', ''],
  ],
  [
    'CA-145 signers that are off',
    '2012-05-05',
    '<Enabled>true</Enabled>\n          <Quantity>2',
    '<Enabled>false</Enabled><Quantity>2',
    (c) => c.CacheBehaviors[0]?.TrustedSigners,
    { Enabled: false, AwsAccountNumbers: ['self', '444455556666'] },
  ],
  [
    'CA-73 CA-323 self in either case',
    '2012-05-05',
    '>self<',
    '>Self<',
    (c) => c.CacheBehaviors[0]?.TrustedSigners.AwsAccountNumbers[0],
    'self',
  ],
  [
    'CA-165 the default certificate',
    '2013-05-12',
    '<IAMCertificateId>ASKITCHEN0EXAMPLE0CRT</IAMCertificateId>',
    '<CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>',
    (c) => c.ViewerCertificate,
    { IAMCertificateId: null, CloudFrontDefaultCertificate: true },
  ],
])('%s is accepted', (_name, version, from, to, pick, expected) => {
  expect(pick(configOf(readXml(changed(version, from, to))))).toEqual(expected);
});

test('CA-85 CA-298: members without Items are accepted, as the guides’ own samples have them', () => {
  const text = TEXTS.get('2012-05-05')!;
  expect(readXml(text.replace(/<\/?Items>/g, ''))).toEqual(readXml(text));
});

const origins = (count: number) => {
  const one = (index: number) =>
    `<Origin><Id>o${index}</Id><DomainName>h</DomainName><CustomOriginConfig><OriginProtocolPolicy>http-only</OriginProtocolPolicy></CustomOriginConfig></Origin>`;
  return Array.from({ length: count }, (_, index) => one(index)).join('');
};
const behaviors = (count: number) =>
  '<CacheBehavior><PathPattern>*</PathPattern><TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy></CacheBehavior>'.repeat(
    count,
  );
const listOf = (name: string, count: number, members: string) =>
  `<${name}><Quantity>${count}</Quantity><Items>${members}</Items></${name}>`;
const times = (count: number, member: string) =>
  Array.from(
    { length: count },
    (_, index) => `<${member}>${String(index).padStart(12, '9')}</${member}>`,
  ).join('');
const withMember = (xml: string) =>
  LEAST.replace('<Enabled>true</Enabled></Dist', `${xml}<Enabled>true</Enabled></Dist`);
const inBehavior = (xml: string) => LEAST.replace('</DefaultCacheBehavior>', `${xml}</DefaultCacheBehavior>`);
const cookies = (names: readonly string[]) =>
  inBehavior(
    `<ForwardedValues><Cookies><Forward>whitelist</Forward>${listOf('WhitelistedNames', names.length, names.map((name) => `<Name>${name}</Name>`).join(''))}</Cookies></ForwardedValues>`,
  );
const signers = (count: number) =>
  inBehavior(
    `<TrustedSigners><Enabled>true</Enabled><Quantity>${count}</Quantity><Items>${times(count, 'AwsAccountNumber')}</Items></TrustedSigners>`,
  );
const logs = (bucket: string, prefix: string) =>
  withMember(
    `<Logging><Enabled>true</Enabled><Bucket>${bucket}</Bucket><Prefix>${prefix}</Prefix></Logging>`,
  );
const text = (name: string, length: number) => withMember(`<${name}>${'é'.repeat(length)}</${name}>`);
const ascii = (name: string, length: number) => withMember(`<${name}>${'a'.repeat(length)}</${name}>`);
const reference = (value: string) => LEAST.replace('>r<', `>${value}<`);
const tenCookies = (sizeBytes: number) =>
  Array.from({ length: 10 }, (_, index) => (index === 0 ? 'x'.repeat(sizeBytes - 9) : 'y'));

test.each<[string, string, string, string]>([
  [
    'LQ-3 CA-206 aliases',
    withMember(listOf('Aliases', 10, times(10, 'CNAME'))),
    withMember(listOf('Aliases', 11, times(11, 'CNAME'))),
    'Aliases: has 11; at most 10 are allowed',
  ],
  [
    'LQ-4 CA-208 origins',
    LEAST.replace('>1</Quantity><Items>', `>10</Quantity><Items>${origins(9)}`),
    LEAST.replace('>1</Quantity><Items>', `>11</Quantity><Items>${origins(10)}`),
    'Origins: has 11; at most 10 are allowed',
  ],
  [
    'LQ-5 CA-209 cache behaviors',
    withMember(listOf('CacheBehaviors', 10, behaviors(10))),
    withMember(listOf('CacheBehaviors', 11, behaviors(11))),
    'CacheBehaviors: has 11; at most 10 are allowed',
  ],
  [
    'LQ-6 VR-40 CA-217 the default root object',
    ascii('DefaultRootObject', 255),
    ascii('DefaultRootObject', 256),
    'DefaultRootObject: has 256 characters; at most 255 are allowed',
  ],
  [
    'LQ-6 VR-31 CA-218 a path pattern',
    withMember(listOf('CacheBehaviors', 1, behaviors(1).replace('*', 'a'.repeat(255)))),
    withMember(listOf('CacheBehaviors', 1, behaviors(1).replace('*', 'a'.repeat(256)))),
    'CacheBehaviors[0].PathPattern: has 256 characters; at most 255 are allowed',
  ],
  [
    'LQ-7 CA-216 the comment, in characters',
    text('Comment', 128),
    text('Comment', 129),
    'Comment: has 129 characters; at most 128 are allowed',
  ],
  [
    'LQ-8 CA-219 the log prefix',
    logs('b', 'a'.repeat(256)),
    logs('b', 'a'.repeat(257)),
    'Logging.Prefix: has 257 characters; at most 256 are allowed',
  ],
  [
    'LQ-8 CA-219 the log bucket',
    logs('b'.repeat(128), ''),
    logs('b'.repeat(129), ''),
    'Logging.Bucket: has 129 characters; at most 128 are allowed',
  ],
  [
    'LQ-9 CA-210 SU-1 trusted signers',
    signers(5),
    signers(6),
    'DefaultCacheBehavior.TrustedSigners.AwsAccountNumbers: has 6; at most 5 are allowed',
  ],
  [
    'LQ-12 CA-211 cookie names',
    cookies(Array.from({ length: 10 }, (_, i) => `c${i}`)),
    cookies(Array.from({ length: 11 }, (_, i) => `c${i}`)),
    'DefaultCacheBehavior.ForwardedValues.Cookies.WhitelistedNames: has 11; at most 10 are allowed',
  ],
  [
    'LQ-12 bytes of cookie names',
    cookies(tenCookies(502)),
    cookies(tenCookies(503)),
    'DefaultCacheBehavior.ForwardedValues.Cookies.WhitelistedNames: has 503 bytes of names; 10 names may have 502',
  ],
  [
    'LQ-21 CA-222 MinTTL',
    inBehavior('<MinTTL>3153600000</MinTTL>'),
    inBehavior('<MinTTL>3153600001</MinTTL>'),
    'DefaultCacheBehavior.MinTTL: must be between 0 and 3153600000',
  ],
  [
    'LQ-21 CA-222 MinTTL from 0',
    inBehavior('<MinTTL>0</MinTTL>'),
    inBehavior('<MinTTL>-1</MinTTL>'),
    'DefaultCacheBehavior.MinTTL: must be between 0 and 3153600000',
  ],
  [
    'CA-122 CA-215 the caller reference, in bytes',
    reference(`${'é'.repeat(63)}a`),
    reference('é'.repeat(64)),
    'CallerReference: has 128 bytes; at most 127 are allowed',
  ],
  [
    'CA-127 CA-220 the host of a custom origin',
    LEAST.replace('o.example', `${'a.'.repeat(63)}aa`),
    LEAST.replace('o.example', `${'a.'.repeat(64)}a`),
    'Origins[0].DomainName: has 129 characters; at most 128 are allowed',
  ],
])('%s: the limit is allowed, one more is not', (_name, atLimit, beyond, problem) => {
  expect(said(readXml(atLimit))).toEqual([]);
  expect(said(readXml(beyond))).toEqual([problem]);
});

test.each<[string, ApiVersion, string, string, string[]]>([
  [
    'VR-5 a wildcard alias',
    '2012-05-05',
    '>img.kitchen.example<',
    '>*.kitchen.example<',
    ['Aliases[0]: must not be a wildcard: no API version served has wildcard aliases'],
  ],
  [
    'an alias that is no name',
    '2012-05-05',
    '>img.kitchen.example<',
    '>img/kitchen<',
    ['Aliases[0]: must be a DNS name'],
  ],
  [
    'CA-82 CA-92 an empty alias',
    '2008-06-30',
    '>img.kitchen.example<',
    '><',
    ['CNAME[0]: must not be empty'],
  ],
  [
    'CA-226 an alias twice',
    '2008-06-30',
    '>img.kitchen.example<',
    '>STATIC.kitchen.example<',
    ['CNAME[1]: is given twice: static.kitchen.example'],
  ],
  [
    'CA-105 an empty root object in a flat version',
    '2010-11-01',
    '>menu.html<',
    '><',
    ['DefaultRootObject: must not be empty'],
  ],
  [
    'VR-36 a root object with a leading slash',
    '2012-05-05',
    '>menu.html<',
    '>/menu.html<',
    [`DefaultRootObject: must consist of letters, digits and _ - . * $ / ~ " ' & and not begin with /`],
  ],
  [
    'CA-124 a root object with other characters',
    '2012-05-05',
    '>menu.html<',
    '>menü.html<',
    [`DefaultRootObject: must consist of letters, digits and _ - . * $ / ~ " ' & and not begin with /`],
  ],
  [
    'VR-31 a path pattern with other characters',
    '2012-05-05',
    '>soups/*.jp?g<',
    '>soups/[ab]<',
    [`CacheBehaviors[0].PathPattern: must consist of letters, digits and _ - . * $ / ~ " ' @ : + & ?`],
  ],
  [
    'OR-1 CA-144 a path-style S3 origin',
    '2012-05-05',
    '>recipes.s3.amazonaws.com<',
    '>s3.amazonaws.com/recipes<',
    ['Origins[0].DomainName: must be the host of a bucket: BUCKET.s3.amazonaws.com'],
  ],
  [
    'CA-221 a bucket name that is too long',
    '2008-06-30',
    '>recipes.s3',
    `>${'r'.repeat(64)}.s3`,
    ['Origin: must be the host of a bucket: BUCKET.s3.amazonaws.com'],
  ],
  [
    'CA-127 a bucket name with two dots',
    '2008-06-30',
    '>recipes.s3',
    '>re..cipes.s3',
    ['Origin: must be the host of a bucket: BUCKET.s3.amazonaws.com'],
  ],
  [
    'CA-90 a bucket name in upper case',
    '2010-08-01',
    '>recipes.s3',
    '>Recipes.s3',
    ['Origin: must be the host of a bucket: BUCKET.s3.amazonaws.com'],
  ],
  [
    'CA-127 a custom origin that is no name',
    '2012-05-05',
    '>www.kitchen.example<',
    '>www.kitchen.example:80<',
    ['Origins[1].DomainName: must be a DNS name'],
  ],
  [
    'CA-101 the same in a flat version',
    '2010-11-01',
    '>www.kitchen.example<',
    '>www kitchen<',
    ['CustomOrigin.DNSName: must be a DNS name'],
  ],
  [
    'OR-3 CA-129 a port that is not allowed',
    '2012-05-05',
    '>8080<',
    '>1023<',
    ['Origins[1].CustomOriginConfig.HTTPPort: must be 80, 443 or between 1024 and 65535'],
  ],
  [
    'OR-3 a port that is none',
    '2012-05-05',
    '>8080<',
    '>65536<',
    ['Origins[1].CustomOriginConfig.HTTPPort: must be between 1 and 65535'],
  ],
  [
    'OR-3 CA-129 https-only towards the origin',
    '2012-05-05',
    '>http-only<',
    '>https-only<',
    ['Origins[1].CustomOriginConfig.OriginProtocolPolicy: must be one of http-only, match-viewer'],
  ],
  [
    'CA-126 an origin id twice',
    '2012-05-05',
    '<Id>site<',
    '<Id>pictures<',
    [
      'Origins[1].Id: is given twice: pictures',
      'DefaultCacheBehavior.TargetOriginId: names no origin of this distribution: site',
    ],
  ],
  [
    'CA-131 CA-289 a target that is no origin',
    '2012-05-05',
    '<TargetOriginId>pictures<',
    '<TargetOriginId>Pictures<',
    ['CacheBehaviors[0].TargetOriginId: names no origin of this distribution: Pictures'],
  ],
  [
    'CA-143 both kinds of origin',
    '2012-05-05',
    '<S3OriginConfig>',
    '<CustomOriginConfig><OriginProtocolPolicy>http-only</OriginProtocolPolicy></CustomOriginConfig><S3OriginConfig>',
    ['Origins[0]: must not have both an S3OriginConfig and a CustomOriginConfig'],
  ],
  [
    'CA-143 neither kind of origin',
    '2012-05-05',
    '<S3OriginConfig>\n          <OriginAccessIdentity/>\n        </S3OriginConfig>',
    '',
    ['Origins[0]: must have an S3OriginConfig or a CustomOriginConfig'],
  ],
  [
    'CA-100 CA-101 both kinds in a flat version',
    '2010-11-01',
    '<CustomOrigin>',
    '<S3Origin><DNSName>recipes.s3.amazonaws.com</DNSName></S3Origin><CustomOrigin>',
    ['CustomOrigin: must not stand beside S3Origin'],
  ],
  [
    'CA-142 CA-307 an identity with a line break inside',
    '2010-08-01',
    '>origin-access-identity/cloudfront/E3',
    '>origin-access-identity/cloud\nfront/E3',
    [
      'OriginAccessIdentity: must be empty or origin-access-identity/cloudfront/ followed by the id of an identity',
    ],
  ],
  [
    'CA-134 a viewer protocol policy of later times',
    '2012-05-05',
    '>allow-all<',
    '>redirect-to-https<',
    ['DefaultCacheBehavior.ViewerProtocolPolicy: must be one of allow-all, https-only'],
  ],
  [
    'CA-107 CA-287 another required protocol',
    '2010-11-01',
    '>https<',
    '>http<',
    ['RequiredProtocols: must hold one Protocol, which is https'],
  ],
  [
    'CA-139 AL-2 a log prefix with a leading slash',
    '2012-07-01',
    '>img/<',
    '>/img<',
    ['Logging.Prefix: must not begin with /'],
  ],
  [
    'logging on without a bucket',
    '2012-07-01',
    '<Bucket>kitchen-logs.s3.amazonaws.com</Bucket>',
    '',
    ['Logging.Bucket: is required while logging is on'],
  ],
  [
    'the same in a flat version',
    '2010-11-01',
    '<Bucket>kitchen-logs.s3.amazonaws.com</Bucket>',
    '',
    ['Logging.Bucket: is required while logging is on'],
  ],
  [
    'a log bucket that leads elsewhere',
    '2012-07-01',
    '>kitchen-logs.s3.amazonaws.com<',
    '>../kitchen<',
    ['Logging.Bucket: must be the name of a bucket'],
  ],
  [
    'CA-73 CA-133 an account number with dashes',
    '2012-05-05',
    '>444455556666<',
    '>4444-5555-6666<',
    [
      'CacheBehaviors[0].TrustedSigners.AwsAccountNumbers[1]: must be self or an AWS account number without dashes',
    ],
  ],
  [
    'CA-106 nobody among the signers of a flat version',
    '2010-11-01',
    '<Self/>\n    <AwsAccountNumber>444455556666</AwsAccountNumber>',
    '',
    ['TrustedSigners: must name at least one signer'],
  ],
  [
    'CA-106 LQ-9 six signers in a flat version',
    '2010-11-01',
    '<Self/>',
    `<Self/>${times(4, 'AwsAccountNumber')}`,
    ['TrustedSigners: has 6; at most 5 are allowed'],
  ],
  [
    'CA-145 signers enabled but none named',
    '2012-05-05',
    '<Enabled>false</Enabled>\n      <Quantity>0',
    '<Enabled>true</Enabled>\n      <Quantity>0',
    ['DefaultCacheBehavior.TrustedSigners: is enabled but names no signer'],
  ],
  [
    'CA-159 whitelist without names',
    '2012-07-01',
    '<Forward>none<',
    '<Forward>whitelist<',
    ['CacheBehaviors[0].ForwardedValues.Cookies.WhitelistedNames: is required while Forward is whitelist'],
  ],
  [
    'CA-159 names without whitelist',
    '2012-07-01',
    '<Forward>whitelist<',
    '<Forward>all<',
    ['DefaultCacheBehavior.ForwardedValues.Cookies.WhitelistedNames: must be absent while Forward is all'],
  ],
  [
    'CA-159 names beside a word that is none: what the word forbids is not asked',
    '2012-07-01',
    '<Forward>whitelist<',
    '<Forward>some<',
    ['DefaultCacheBehavior.ForwardedValues.Cookies.Forward: must be one of none, whitelist, all'],
  ],
  [
    'a cookie name that is none',
    '2012-07-01',
    '>table<',
    '>a;b<',
    ['DefaultCacheBehavior.ForwardedValues.Cookies.WhitelistedNames[0]: must be the name of a cookie'],
  ],
  [
    'CA-161 a price class that is none',
    '2012-07-01',
    '>PriceClass_100<',
    '>PriceClass_300<',
    ['PriceClass: must be one of PriceClass_100, PriceClass_200, PriceClass_All'],
  ],
  [
    'CA-165 both certificates',
    '2013-05-12',
    '</IAMCertificateId>',
    '</IAMCertificateId><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>',
    ['ViewerCertificate: must hold either an IAMCertificateId or CloudFrontDefaultCertificate true'],
  ],
  [
    'CA-165 no certificate',
    '2013-05-12',
    '<IAMCertificateId>ASKITCHEN0EXAMPLE0CRT</IAMCertificateId>',
    '<CloudFrontDefaultCertificate>false</CloudFrontDefaultCertificate>',
    ['ViewerCertificate: must hold either an IAMCertificateId or CloudFrontDefaultCertificate true'],
  ],
  [
    'CA-122 an empty caller reference',
    '2012-05-05',
    '>recipes-4<',
    '><',
    ['CallerReference: must not be empty'],
  ],
  [
    'CA-91 CA-176 a reference of 128 bytes',
    '2008-06-30',
    '>recipes-1<',
    `>${'é'.repeat(64)}<`,
    ['CallerReference: has 128 bytes; at most 127 are allowed'],
  ],
  ['CA-94 no Enabled', '2008-06-30', '<Enabled>true</Enabled>', '', ['Enabled: is required']],
  ['CA-140 no Enabled', '2012-05-05', '<Enabled>true</Enabled>\n</Dist', '</Dist', ['Enabled: is required']],
  [
    'CA-331 a root object with a character of path patterns alone',
    '2012-05-05',
    '>menu.html<',
    '>menu@home.html<',
    [`DefaultRootObject: must consist of letters, digits and _ - . * $ / ~ " ' & and not begin with /`],
  ],
  ['CA-80 Comment twice', '2008-06-30', '<Enabled>', '<Comment/><Enabled>', ['Comment: is given twice']],
  [
    'CA-80 an element that no version has',
    '2008-06-30',
    '<Enabled>',
    '<Coment/><Enabled>',
    ['Coment: is not known here; did you mean Comment?'],
  ],
  [
    'CA-80 Cookies before their time',
    '2012-05-05',
    '</QueryString>',
    '</QueryString><Cookies/>',
    [
      'DefaultCacheBehavior.ForwardedValues.Cookies: exists from API version 2012-07-01 on; this document is 2012-05-05',
    ],
  ],
  [
    'CA-80 PriceClass before its time',
    '2010-11-01',
    '<Enabled>',
    '<PriceClass>PriceClass_All</PriceClass><Enabled>',
    ['PriceClass: exists from API version 2012-07-01 on; this document is 2010-11-01'],
  ],
  [
    'CA-80 ViewerCertificate before its time',
    '2012-07-01',
    '<PriceClass>',
    '<ViewerCertificate/><PriceClass>',
    ['ViewerCertificate: exists from API version 2013-05-12 on; this document is 2012-07-01'],
  ],
  [
    'CA-80 Logging before its time',
    '2008-06-30',
    '<Enabled>',
    '<Logging/><Enabled>',
    ['Logging: exists from API version 2010-08-01 on; this document is 2008-06-30'],
  ],
  [
    'CA-287 RequiredProtocols after its time',
    '2012-05-05',
    '<Comment>',
    '<RequiredProtocols/><Comment>',
    ['RequiredProtocols: exists up to API version 2010-11-01; this document is 2012-05-05'],
  ],
])('%s is a problem', (_name, version, from, to, expected) => {
  expect(said(readXml(changed(version, from, to)))).toEqual(expected);
});

test('CA-100: 2010-11-01 needs one of its two origins', () => {
  const text = TEXTS.get('2010-11-01')!.replace(/<CustomOrigin>.*<\/CustomOrigin>/s, '');
  expect(said(readXml(text))).toEqual([': must have an S3Origin or a CustomOrigin']);
});

test('CA-125 LQ-4: at least one origin', () => {
  const text = LEAST.replace(/<Origins>.*<\/Origins>/s, '<Origins><Quantity>0</Quantity></Origins>');
  expect(said(readXml(text))).toContain('Origins: must have at least 1, has 0');
});

test('all problems come at once, in the order of the text, with line and column', () => {
  const text = TEXTS.get('2012-05-05')!
    .replace('>http-only<', '>https<')
    .replace('<TargetOriginId>site<', '<TargetOriginId>sight<')
    .replace('<MinTTL>60<', '<MinTTL>soon<')
    .replace('<Enabled>true</Enabled>\n</', '<Enabeld>true</Enabeld>\n</');
  expect(readXml(text)).toEqual({
    problems: [
      { code: 'MalformedXML', path: 'Enabled', message: 'is required', line: 1, column: 1 },
      {
        code: 'MalformedXML',
        path: 'Origins[1].CustomOriginConfig.OriginProtocolPolicy',
        message: 'must be one of http-only, match-viewer',
        line: 26,
        column: 11,
      },
      {
        code: 'NoSuchOrigin',
        path: 'DefaultCacheBehavior.TargetOriginId',
        message: 'names no origin of this distribution: sight',
        line: 32,
        column: 5,
      },
      {
        code: 'MalformedXML',
        path: 'DefaultCacheBehavior.MinTTL',
        message: 'must be a whole number',
        line: 41,
        column: 5,
      },
      {
        code: 'MalformedXML',
        path: 'Enabeld',
        message: 'is not known here; did you mean Enabled?',
        line: 71,
        column: 3,
      },
    ],
  });
});

test('whatever is cut out of a document, it is read or refused with problems', () => {
  const version = fc.constantFrom(...API_VERSIONS);
  fc.assert(
    fc.property(version, fc.nat(2500), fc.nat(60), (of, from, length) => {
      const text = TEXTS.get(of)!;
      const reading = readXml(text.slice(0, from) + text.slice(from + length));
      if ('problems' in reading) expect(reading.problems).not.toEqual([]);
      else expect(reading.config.Origins.length).toBeGreaterThan(0);
    }),
    { numRuns: 50 },
  );
});
