/** Random answers of the control API; configurations are what the version can say in full. */
import fc from 'fast-check';
import type { ActiveTrustedSigners } from '../../src/distribution/api-answers.ts';
import type { AnswerDocumentName, AnswerDocuments } from '../../src/distribution/api-documents.ts';
import { type ApiVersion, eraOf } from '../../src/distribution/api-version.ts';
import { ERROR_STATUS, type ErrorCode } from '../../src/distribution/error-code.ts';
import type { StreamingDistributionConfig } from '../../src/distribution/streaming-config.ts';
import { bucket, configurations, host, identity, prose } from './configurations.ts';

const upper = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'ABEXZ0189'), minLength: length, maxLength: length });
const id = upper(14).map((rest) => `E${rest}`);
const time = fc
  .integer({ min: 1_200_000_000, max: 1_400_000_000 })
  .map((seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`);
const reference = prose.filter((text) => text !== '' && Buffer.byteLength(text) < 128);
const accounts = (atLeast: number) =>
  fc.uniqueArray(fc.constantFrom('self', '111122223333', '444455556666'), { minLength: atLeast });

const signersIn = (version: ApiVersion) => {
  const on = accounts(1)
    .map((names) => [...names].sort((a, b) => Number(b === 'self') - Number(a === 'self')))
    .map((AwsAccountNumbers) => ({ Enabled: true, AwsAccountNumbers }));
  const off = { Enabled: false, AwsAccountNumbers: [] };
  return eraOf(version) === '12'
    ? fc.oneof(
        on,
        accounts(0).map((AwsAccountNumbers) => ({ Enabled: false, AwsAccountNumbers })),
      )
    : fc.oneof(on, fc.constant(off));
};

const activeSigners = fc
  .uniqueArray(fc.tuple(fc.constantFrom('self', '111122223333'), fc.array(upper(20), { maxLength: 2 })), {
    selector: ([account]) => account,
  })
  .map((pairs): ActiveTrustedSigners => {
    const Signers = pairs.map(([AwsAccountNumber, KeyPairIds]) => ({ AwsAccountNumber, KeyPairIds }));
    return { Enabled: Signers.some(({ KeyPairIds }) => KeyPairIds.length > 0), Signers };
  });

export const streamingConfigurations = (version: ApiVersion): fc.Arbitrary<StreamingDistributionConfig> =>
  fc.record({
    CallerReference: reference,
    S3Origin: fc.record({ DomainName: bucket, OriginAccessIdentity: identity }),
    Aliases: fc.array(host, { maxLength: 4 }).map((names) => [...new Set(names)]),
    Comment: prose,
    Logging: fc.oneof(
      fc.constant({ Enabled: false, Bucket: '', Prefix: '' }),
      bucket.map((Bucket) => ({ Enabled: true, Bucket, Prefix: 'films/' })),
    ),
    TrustedSigners: signersIn(version),
    PriceClass:
      version < '2012-07-01'
        ? fc.constant('PriceClass_All' as const)
        : fc.constantFrom('PriceClass_100' as const, 'PriceClass_200' as const, 'PriceClass_All' as const),
    Enabled: fc.boolean(),
  });

export const identityConfigurations = fc.record({ CallerReference: reference, Comment: prose });

export const invalidationBatches = fc.record({
  Paths: fc.array(
    prose.map((text) => `/${text}`),
    { minLength: 1, maxLength: 5 },
  ),
  CallerReference: reference,
});

const deployed = {
  Id: id,
  Status: fc.constantFrom('InProgress' as const, 'Deployed' as const),
  LastModifiedTime: time,
  DomainName: fc.constant('d111111abcdef8.cloudfront.net'),
  ActiveTrustedSigners: activeSigners,
};

const page = <T>(item: fc.Arbitrary<T>) =>
  fc.record({
    Marker: fc.oneof(fc.constant(''), id),
    NextMarker: fc.option(id),
    MaxItems: fc.integer({ min: 1, max: 100 }),
    IsTruncated: fc.boolean(),
    Quantity: fc.nat(100),
    Items: fc.array(item, { maxLength: 3 }),
  });

/** One arbitrary for each document that an answer can hold. */
export function answers(version: ApiVersion): {
  [N in AnswerDocumentName]: fc.Arbitrary<AnswerDocuments[N]>;
} {
  const distribution = fc.record({
    ...deployed,
    InProgressInvalidationBatches: fc.integer({ min: 0, max: 3 }),
    DistributionConfig: configurations(version),
  });
  const streaming = fc.record({ ...deployed, StreamingDistributionConfig: streamingConfigurations(version) });
  const identityAnswer = fc.record({
    Id: id,
    S3CanonicalUserId: upper(64),
    CloudFrontOriginAccessIdentityConfig: identityConfigurations,
  });
  const invalidation = fc.record({
    Id: id,
    Status: fc.constantFrom('InProgress' as const, 'Completed' as const),
    CreateTime: time,
    InvalidationBatch: invalidationBatches,
  });
  return {
    DistributionConfig: configurations(version),
    Distribution: distribution,
    DistributionList: page(distribution),
    StreamingDistributionConfig: streamingConfigurations(version),
    StreamingDistribution: streaming,
    StreamingDistributionList: page(streaming),
    CloudFrontOriginAccessIdentityConfig: identityConfigurations,
    CloudFrontOriginAccessIdentity: identityAnswer,
    CloudFrontOriginAccessIdentityList: page(identityAnswer),
    InvalidationBatch: invalidationBatches,
    Invalidation: invalidation,
    InvalidationList: page(invalidation),
    ErrorResponse: fc.record({
      Type: fc.constantFrom('Sender' as const, 'Receiver' as const),
      Code: fc.constantFrom(...(Object.keys(ERROR_STATUS) as ErrorCode[])),
      Message: prose,
      RequestId: id,
    }),
  };
}
