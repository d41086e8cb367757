/** What a DistributionConfig may also look like. */
import { expect, test } from 'vitest';
import type { ApiVersion } from '../../src/distribution/api-version.ts';
import type { DistributionConfig } from '../../src/distribution/distribution-config.ts';
import { changed, configOf, readXml, TEXTS } from './read-documents.ts';

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
