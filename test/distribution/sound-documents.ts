/** A sound document of every kind, for a test to change in one place. */
import { expect } from 'vitest';
import { type RequestDocumentName, readApiDocument } from '../../src/distribution/api-documents.ts';
import type { ApiVersion } from '../../src/distribution/api-version.ts';

/** A sound document of each kind that a row changes in one place. */
export const SOUND = {
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
export type Kind = keyof typeof SOUND;

export const readChanged = (kind: Kind, from: string, to: string) => {
  const [name, version, text] = SOUND[kind];
  expect(text).toContain(from);
  return readApiDocument(name, Buffer.from(text.replace(from, to)), version);
};

export const counted = (quantity: number, member: (index: number) => string) =>
  `<Quantity>${quantity}</Quantity><Items>${Array.from({ length: quantity }, (_, index) => member(index)).join('')}</Items>`;
export const PATHS = '<Quantity>1</Quantity><Items><Path>/a</Path></Items>';
export const ORIGIN =
  '<Origin><Id>o</Id><DomainName>films.s3.amazonaws.com</DomainName><S3OriginConfig/></Origin>';
export const BEHAVIOR =
  '<TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy>';
