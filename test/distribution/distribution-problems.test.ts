/** What is wrong with the rest of a DistributionConfig, and with elements of other versions. */
import { expect, test } from 'vitest';
import type { ApiVersion } from '../../src/distribution/api-version.ts';
import { changed, readXml, said, TEXTS, times } from './read-documents.ts';

test.each<[string, ApiVersion, string, string, string[]]>([
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
