/** Documents that can be read and still are not accepted (CA-292). */
import { expect, test } from 'vitest';
import type { ErrorCode } from '../../src/distribution/error-code.ts';
import { BEHAVIOR, counted, type Kind, ORIGIN, PATHS, readChanged } from './sound-documents.ts';

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
