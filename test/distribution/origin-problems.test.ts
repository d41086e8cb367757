/** What is wrong with names and origins of a DistributionConfig, and where it is said to be. */
import { expect, test } from 'vitest';
import type { ApiVersion } from '../../src/distribution/api-version.ts';
import { changed, LEAST, readXml, said, TEXTS } from './read-documents.ts';

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
