/** What a DistributionConfig comes to, in every version, as XML and as JSON. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { API_VERSIONS, type ApiVersion } from '../../src/distribution/api-version.ts';
import { configOf, JSON_TEXT, LEAST, readJson, readXml, said, TEXTS } from './read-documents.ts';

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
