import { expect, test } from 'vitest';
import type {
  DistributionAnswer,
  IdentityAnswer,
  InvalidationAnswer,
  Page,
  StreamingDistributionAnswer,
} from '../../src/distribution/api-answers.ts';
import { type AnswerDocument, writeApiDocument } from '../../src/distribution/api-documents.ts';
import { API_VERSIONS, type ApiVersion, namespaceOf } from '../../src/distribution/api-version.ts';

const distribution: DistributionAnswer = {
  Id: 'E1KITCHEN234567',
  Status: 'InProgress',
  LastModifiedTime: '2012-06-01T10:00:00Z',
  InProgressInvalidationBatches: 2,
  DomainName: 'd0123456789abc.cloudfront.net',
  ActiveTrustedSigners: {
    Enabled: true,
    Signers: [
      { AwsAccountNumber: 'self', KeyPairIds: ['APKAKITCHEN'] },
      { AwsAccountNumber: '111122223333', KeyPairIds: [] },
    ],
  },
  DistributionConfig: {
    CallerReference: 'soup-1',
    Aliases: ['soup.example'],
    DefaultRootObject: 'index.html',
    Origins: [
      {
        Id: 'pots',
        DomainName: 'pots.s3.amazonaws.com',
        S3OriginConfig: { OriginAccessIdentity: '' },
        CustomOriginConfig: null,
      },
    ],
    DefaultCacheBehavior: {
      PathPattern: '*',
      TargetOriginId: 'pots',
      ForwardedValues: { QueryString: false, Cookies: { Forward: 'none', WhitelistedNames: [] } },
      TrustedSigners: { Enabled: true, AwsAccountNumbers: ['self', '111122223333'] },
      ViewerProtocolPolicy: 'https-only',
      MinTTL: 0,
    },
    CacheBehaviors: [],
    Comment: '',
    Logging: { Enabled: true, IncludeCookies: true, Bucket: 'logs', Prefix: 'a/' },
    ViewerCertificate: { IAMCertificateId: null, CloudFrontDefaultCertificate: true },
    PriceClass: 'PriceClass_100',
    Enabled: true,
  },
};
const streaming: StreamingDistributionAnswer = {
  Id: 'E3STREAM4567890',
  Status: 'Deployed',
  LastModifiedTime: '2012-06-01T10:00:00Z',
  DomainName: 's0123456789abc.cloudfront.net',
  ActiveTrustedSigners: { Enabled: false, Signers: [] },
  StreamingDistributionConfig: {
    CallerReference: 'films-1',
    S3Origin: { DomainName: 'films.s3.amazonaws.com', OriginAccessIdentity: '' },
    Aliases: [],
    Comment: '',
    Logging: { Enabled: false, Bucket: '', Prefix: '' },
    TrustedSigners: { Enabled: false, AwsAccountNumbers: [] },
    PriceClass: 'PriceClass_All',
    Enabled: true,
  },
};
const identity: IdentityAnswer = {
  Id: 'E2OAI3456789ABC',
  S3CanonicalUserId: '6f1c',
  CloudFrontOriginAccessIdentityConfig: { CallerReference: 'oai-1', Comment: '' },
};
const invalidation: InvalidationAnswer = {
  Id: 'I1ABCDEFGHIJ234',
  Status: 'InProgress',
  CreateTime: '2012-06-01T10:00:00Z',
  InvalidationBatch: { Paths: ['/cat.jpg', '/dogs/'], CallerReference: 'clean-1' },
};
const pageOf = <T>(Items: readonly T[], NextMarker: string | null = null): Page<T> => ({
  Marker: '',
  NextMarker,
  MaxItems: 1,
  IsTruncated: NextMarker !== null,
  Quantity: 3,
  Items,
});

const contentOf = ({ name, value }: AnswerDocument, version: ApiVersion) => {
  const xml = writeApiDocument(name, value, version);
  const before = `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${namespaceOf(version)}">`;
  expect(xml.startsWith(before)).toBe(true);
  return xml.slice(before.length, -`</${name}>`.length);
};

const HEAD =
  '<Id>E1KITCHEN234567</Id><Status>InProgress</Status><LastModifiedTime>2012-06-01T10:00:00Z</LastModifiedTime>';
const NAME = '<DomainName>d0123456789abc.cloudfront.net</DomainName>';
const STREAM =
  '<Id>E3STREAM4567890</Id><Status>Deployed</Status><LastModifiedTime>2012-06-01T10:00:00Z</LastModifiedTime><DomainName>s0123456789abc.cloudfront.net</DomainName>';
const NONE = '<Enabled>false</Enabled><Quantity>0</Quantity>';
const PAGE =
  '<Marker/><NextMarker>E1KITCHEN234567</NextMarker><MaxItems>1</MaxItems><IsTruncated>true</IsTruncated>';
const LAST_PAGE = '<Marker/><MaxItems>1</MaxItems><IsTruncated>false</IsTruncated>';
const FLAT_SIGNERS =
  '<ActiveTrustedSigners><Signer><Self/><KeyPairId>APKAKITCHEN</KeyPairId></Signer><Signer><AwsAccountNumber>111122223333</AwsAccountNumber></Signer></ActiveTrustedSigners>';
const FLAT_CONFIG =
  '<CallerReference>soup-1</CallerReference><CNAME>soup.example</CNAME><Enabled>true</Enabled><Logging><Bucket>logs</Bucket><Prefix>a/</Prefix></Logging><DefaultRootObject>index.html</DefaultRootObject><TrustedSigners><Self/><AwsAccountNumber>111122223333</AwsAccountNumber></TrustedSigners><RequiredProtocols><Protocol>https</Protocol></RequiredProtocols>';
const BEHAVIORS = (cookies: string) =>
  `<DefaultCacheBehavior><TargetOriginId>pots</TargetOriginId><ForwardedValues><QueryString>false</QueryString>${cookies}</ForwardedValues><TrustedSigners><Enabled>true</Enabled><Quantity>2</Quantity><Items><AwsAccountNumber>self</AwsAccountNumber><AwsAccountNumber>111122223333</AwsAccountNumber></Items></TrustedSigners><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy><MinTTL>0</MinTTL></DefaultCacheBehavior><CacheBehaviors><Quantity>0</Quantity></CacheBehaviors><Comment/>`;
const ORIGINS =
  '<Origins><Quantity>1</Quantity><Items><Origin><Id>pots</Id><DomainName>pots.s3.amazonaws.com</DomainName><S3OriginConfig><OriginAccessIdentity/></S3OriginConfig></Origin></Items></Origins>';
const ALIASES = '<Aliases><Quantity>1</Quantity><Items><CNAME>soup.example</CNAME></Items></Aliases>';
const CERTIFICATE =
  '<ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate></ViewerCertificate>';
const PRICE = '<PriceClass>PriceClass_100</PriceClass>';
const TWO_NAMES =
  '<S3Origin><DNSName>films.s3.amazonaws.com</DNSName><DomainName>films.s3.amazonaws.com</DomainName><OriginAccessIdentity/></S3Origin>';
const STREAM_CONFIG = (origin: string, price: string) =>
  `<CallerReference>films-1</CallerReference>${origin}<Aliases><Quantity>0</Quantity></Aliases><Comment/><Logging><Enabled>false</Enabled><Bucket/><Prefix/></Logging><TrustedSigners>${NONE}</TrustedSigners>${price}<Enabled>true</Enabled>`;

test.each<[string, AnswerDocument, ApiVersion, string]>([
  [
    'CA-95 CA-90 CA-98 CA-99 CA-296: the oldest dialect',
    { name: 'Distribution', value: distribution },
    '2008-06-30',
    `${HEAD}${NAME}<DistributionConfig><Origin>pots.s3.amazonaws.com</Origin><CallerReference>soup-1</CallerReference><CNAME>soup.example</CNAME><Enabled>true</Enabled></DistributionConfig>`,
  ],
  [
    'CA-102 CA-108 CA-109 CA-119 CA-338: 2010-08-01',
    { name: 'Distribution', value: distribution },
    '2010-08-01',
    `${HEAD}<InProgressInvalidationBatches>2</InProgressInvalidationBatches>${NAME}${FLAT_SIGNERS}<DistributionConfig><Origin>pots.s3.amazonaws.com</Origin>${FLAT_CONFIG}</DistributionConfig>`,
  ],
  [
    'CA-73 CA-99 CA-100 CA-103 CA-108 CA-109 CA-322: 2010-11-01',
    { name: 'Distribution', value: distribution },
    '2010-11-01',
    `${HEAD}<InProgressInvalidationBatches>2</InProgressInvalidationBatches>${NAME}${FLAT_SIGNERS}<DistributionConfig><S3Origin><DNSName>pots.s3.amazonaws.com</DNSName></S3Origin>${FLAT_CONFIG}</DistributionConfig>`,
  ],
  [
    'CA-122 CA-146 CA-147 CA-298 CA-299 CA-300: 2012-05-05',
    { name: 'Distribution', value: distribution },
    '2012-05-05',
    `${HEAD}<InProgressInvalidationBatches>2</InProgressInvalidationBatches>${NAME}<ActiveTrustedSigners><Enabled>true</Enabled><Quantity>2</Quantity><Items><Signer><AwsAccountNumber>self</AwsAccountNumber><KeyPairIds><Quantity>1</Quantity><Items><KeyPairId>APKAKITCHEN</KeyPairId></Items></KeyPairIds></Signer><Signer><AwsAccountNumber>111122223333</AwsAccountNumber><KeyPairIds><Quantity>0</Quantity></KeyPairIds></Signer></Items></ActiveTrustedSigners><DistributionConfig><CallerReference>soup-1</CallerReference>${ALIASES}<DefaultRootObject>index.html</DefaultRootObject>${ORIGINS}${BEHAVIORS('')}<Logging><Enabled>true</Enabled><Bucket>logs</Bucket><Prefix>a/</Prefix></Logging><Enabled>true</Enabled></DistributionConfig>`,
  ],
  [
    'CA-96 CA-97 CA-194 CA-196 CA-338: a list of the oldest dialect',
    { name: 'DistributionList', value: pageOf([distribution], 'E1KITCHEN234567') },
    '2008-06-30',
    `${PAGE}<DistributionSummary>${HEAD}${NAME}<Origin>pots.s3.amazonaws.com</Origin><CNAME>soup.example</CNAME><Enabled>true</Enabled></DistributionSummary>`,
  ],
  [
    'CA-110 CA-338: a list of 2010-08-01',
    { name: 'DistributionList', value: pageOf([distribution]) },
    '2010-08-01',
    `${LAST_PAGE}<DistributionSummary>${HEAD}${NAME}<Origin>pots.s3.amazonaws.com</Origin><CNAME>soup.example</CNAME><Enabled>true</Enabled></DistributionSummary>`,
  ],
  [
    'CA-110: a list of 2010-11-01',
    { name: 'DistributionList', value: pageOf([distribution]) },
    '2010-11-01',
    `${LAST_PAGE}<DistributionSummary>${HEAD}${NAME}<S3Origin><DNSName>pots.s3.amazonaws.com</DNSName></S3Origin><CNAME>soup.example</CNAME><Enabled>true</Enabled></DistributionSummary>`,
  ],
  [
    'CA-148 CA-149 CA-197: a list of 2012-05-05 with the total',
    { name: 'DistributionList', value: pageOf([distribution]) },
    '2012-05-05',
    `${LAST_PAGE}<Quantity>3</Quantity><Items><DistributionSummary>${HEAD}${NAME}${ALIASES}${ORIGINS}${BEHAVIORS('')}<Enabled>true</Enabled></DistributionSummary></Items>`,
  ],
  [
    'CA-158 CA-163 CA-166: a list of 2013-05-12',
    { name: 'DistributionList', value: pageOf([distribution]) },
    '2013-05-12',
    `${LAST_PAGE}<Quantity>3</Quantity><Items><DistributionSummary>${HEAD}${NAME}${ALIASES}${ORIGINS}${BEHAVIORS('<Cookies><Forward>none</Forward></Cookies>')}${PRICE}<Enabled>true</Enabled>${CERTIFICATE}</DistributionSummary></Items>`,
  ],
  [
    'CA-149: an empty page has no Items',
    { name: 'DistributionList', value: pageOf([]) },
    '2012-07-01',
    `${LAST_PAGE}<Quantity>3</Quantity>`,
  ],
  [
    'CA-160 CA-161 CA-164: what 2013-05-12 puts between the comment and Enabled',
    { name: 'DistributionConfig', value: distribution.DistributionConfig },
    '2013-05-12',
    `<CallerReference>soup-1</CallerReference>${ALIASES}<DefaultRootObject>index.html</DefaultRootObject>${ORIGINS}${BEHAVIORS('<Cookies><Forward>none</Forward></Cookies>')}<Logging><Enabled>true</Enabled><IncludeCookies>true</IncludeCookies><Bucket>logs</Bucket><Prefix>a/</Prefix></Logging>${CERTIFICATE}${PRICE}<Enabled>true</Enabled>`,
  ],
  [
    'CA-111 CA-112: a streaming distribution of 2010-11-01',
    { name: 'StreamingDistribution', value: streaming },
    '2010-11-01',
    `${STREAM}<StreamingDistributionConfig><S3Origin><DNSName>films.s3.amazonaws.com</DNSName></S3Origin><CallerReference>films-1</CallerReference><Enabled>true</Enabled></StreamingDistributionConfig>`,
  ],
  [
    'CA-111 CA-328: a streaming configuration of 2010-11-01 with logging',
    {
      name: 'StreamingDistributionConfig',
      value: {
        ...streaming.StreamingDistributionConfig,
        Logging: { Enabled: true, Bucket: 'logs', Prefix: 'a/' },
      },
    },
    '2010-11-01',
    '<S3Origin><DNSName>films.s3.amazonaws.com</DNSName></S3Origin><CallerReference>films-1</CallerReference><Enabled>true</Enabled><Logging><Bucket>logs</Bucket><Prefix>a/</Prefix></Logging>',
  ],
  [
    'CA-150 CA-151 CA-152 CA-153 CA-342: a streaming distribution of 2012-05-05',
    { name: 'StreamingDistribution', value: streaming },
    '2012-05-05',
    `${STREAM}<ActiveTrustedSigners>${NONE}</ActiveTrustedSigners><StreamingDistributionConfig>${STREAM_CONFIG(TWO_NAMES, '')}</StreamingDistributionConfig>`,
  ],
  [
    'CA-162 CA-168: a streaming configuration of 2013-05-12',
    { name: 'StreamingDistributionConfig', value: streaming.StreamingDistributionConfig },
    '2013-05-12',
    STREAM_CONFIG(
      '<S3Origin><DomainName>films.s3.amazonaws.com</DomainName><OriginAccessIdentity/></S3Origin>',
      '<PriceClass>PriceClass_All</PriceClass>',
    ),
  ],
  [
    'CA-154 CA-163 CA-303: a list of streaming distributions',
    { name: 'StreamingDistributionList', value: pageOf([streaming]) },
    '2012-07-01',
    `${LAST_PAGE}<Quantity>3</Quantity><Items><StreamingDistributionSummary>${STREAM}${TWO_NAMES}<Aliases><Quantity>0</Quantity></Aliases><TrustedSigners>${NONE}</TrustedSigners><Comment/><PriceClass>PriceClass_All</PriceClass><Enabled>true</Enabled></StreamingDistributionSummary></Items>`,
  ],
  [
    'CA-113 CA-114: an identity of 2010-11-01',
    { name: 'CloudFrontOriginAccessIdentity', value: identity },
    '2010-11-01',
    '<Id>E2OAI3456789ABC</Id><S3CanonicalUserId>6f1c</S3CanonicalUserId><CloudFrontOriginAccessIdentityConfig><CallerReference>oai-1</CallerReference></CloudFrontOriginAccessIdentityConfig>',
  ],
  [
    'CA-115: a list of identities of 2010-11-01',
    { name: 'CloudFrontOriginAccessIdentityList', value: pageOf([identity]) },
    '2010-11-01',
    `${LAST_PAGE}<CloudFrontOriginAccessIdentitySummary><Id>E2OAI3456789ABC</Id><S3CanonicalUserId>6f1c</S3CanonicalUserId><Comment/></CloudFrontOriginAccessIdentitySummary>`,
  ],
  [
    'CA-155: an identity of 2012-05-05',
    { name: 'CloudFrontOriginAccessIdentity', value: identity },
    '2012-05-05',
    '<Id>E2OAI3456789ABC</Id><S3CanonicalUserId>6f1c</S3CanonicalUserId><CloudFrontOriginAccessIdentityConfig><CallerReference>oai-1</CallerReference><Comment/></CloudFrontOriginAccessIdentityConfig>',
  ],
  [
    'CA-116 CA-117: an invalidation of 2010-08-01',
    { name: 'Invalidation', value: invalidation },
    '2010-08-01',
    '<Id>I1ABCDEFGHIJ234</Id><Status>InProgress</Status><CreateTime>2012-06-01T10:00:00Z</CreateTime><InvalidationBatch><Path>/cat.jpg</Path><Path>/dogs/</Path><CallerReference>clean-1</CallerReference></InvalidationBatch>',
  ],
  [
    'CA-156 CA-314 CA-316: an invalidation of 2012-05-05',
    { name: 'Invalidation', value: invalidation },
    '2012-05-05',
    '<Id>I1ABCDEFGHIJ234</Id><Status>InProgress</Status><CreateTime>2012-06-01T10:00:00Z</CreateTime><InvalidationBatch><Paths><Quantity>2</Quantity><Items><Path>/cat.jpg</Path><Path>/dogs/</Path></Items></Paths><CallerReference>clean-1</CallerReference></InvalidationBatch>',
  ],
  [
    'CA-118: a list of invalidations of 2010-11-01',
    { name: 'InvalidationList', value: pageOf([invalidation]) },
    '2010-11-01',
    `${LAST_PAGE}<InvalidationSummary><Id>I1ABCDEFGHIJ234</Id><Status>InProgress</Status></InvalidationSummary>`,
  ],
  [
    'CA-156 CA-315: a list of invalidations of 2012-07-01',
    { name: 'InvalidationList', value: pageOf([invalidation]) },
    '2012-07-01',
    `${LAST_PAGE}<Quantity>3</Quantity><Items><InvalidationSummary><Id>I1ABCDEFGHIJ234</Id><Status>InProgress</Status></InvalidationSummary></Items>`,
  ],
  [
    'CA-167: a list of invalidations of 2013-05-12',
    { name: 'InvalidationList', value: pageOf([invalidation]) },
    '2013-05-12',
    `${LAST_PAGE}<Quantity>3</Quantity><Items><InvalidationSummary><Id>I1ABCDEFGHIJ234</Id><CreateTime>2012-06-01T10:00:00Z</CreateTime><Status>InProgress</Status></InvalidationSummary></Items>`,
  ],
])('%s is written element by element', (_name, document, version, expected) => {
  expect(contentOf(document, version)).toBe(expected);
});

test.each(API_VERSIONS)('CA-8 CA-31 CA-89 CA-321: an error of %s', (version) => {
  const value = {
    Type: 'Sender' as const,
    Code: 'NoSuchDistribution' as const,
    Message: 'No <E1> & co.',
    RequestId: '410c2a4b',
  };
  expect(contentOf({ name: 'ErrorResponse', value }, version)).toBe(
    '<Error><Type>Sender</Type><Code>NoSuchDistribution</Code><Message>No &lt;E1&gt; &amp; co.</Message></Error><RequestId>410c2a4b</RequestId>',
  );
});

test('CA-109: a flat document without signers does not speak of them', () => {
  const value = { ...distribution, ActiveTrustedSigners: { Enabled: false, Signers: [] } };
  expect(writeApiDocument('Distribution', value, '2010-11-01')).not.toContain('ActiveTrustedSigners');
});
