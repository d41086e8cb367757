/** The single resources that the control API answers with, described as its versions write them. */
import {
  between,
  counted,
  flag,
  inTurn,
  members,
  optional,
  record,
  repeated,
  since,
} from '../schema/description.ts';
import { boolean, integer, oneOf, scalar, text } from '../schema/scalar.ts';
import { DistributionDocument } from './distribution-document.ts';
import { FIRST_COUNTED, FLAT_2010 } from './elements.ts';
import { IdentityDocument } from './identity-document.ts';
import { InvalidationDocument } from './invalidation-document.ts';
import { StreamingDocument } from './streaming-document.ts';

/** CA-74. */
export const time = scalar<string>({
  schema: { type: 'string', format: 'date-time' },
  parse: (value) => ({ value }),
});
const deployment = oneOf('InProgress', 'Deployed');

/** CA-109, CA-147: left out of a flat document that has no signers, always there in a counted one. */
const ActiveTrustedSigners = inTurn(
  between(
    FLAT_2010,
    optional(
      record({
        Signer: repeated(
          record({ Self: flag, AwsAccountNumber: optional(text(), null), KeyPairId: repeated(text()) }),
        ),
      }),
      null,
    ),
  ),
  since(
    FIRST_COUNTED,
    record({
      Enabled: boolean,
      Signers: members(
        'Signer',
        record({ AwsAccountNumber: text(), KeyPairIds: counted('KeyPairId', text()) }),
      ),
    }),
  ),
);

/** What every deployed resource begins with, in lists too. */
export const deployedFields = {
  Id: text(),
  Status: deployment,
  LastModifiedTime: time,
  DomainName: text(),
};

/** CA-95, CA-108, CA-146. */
export const Distribution = record({
  Id: text(),
  Status: deployment,
  LastModifiedTime: time,
  InProgressInvalidationBatches: since('2010-08-01', integer({ min: 0 })),
  DomainName: text(),
  ActiveTrustedSigners,
  DistributionConfig: DistributionDocument,
});

/** CA-112, CA-153. */
export const StreamingDistribution = record({
  ...deployedFields,
  ActiveTrustedSigners,
  StreamingDistributionConfig: StreamingDocument,
});

/** CA-114, CA-155. */
export const Identity = record({
  Id: text(),
  S3CanonicalUserId: text(),
  CloudFrontOriginAccessIdentityConfig: IdentityDocument,
});

/** CA-117, CA-156. */
export const Invalidation = record({
  Id: text(),
  Status: oneOf('InProgress', 'Completed'),
  CreateTime: time,
  InvalidationBatch: InvalidationDocument,
});

/** CA-31: the order of these elements matters to a client. */
export const ErrorResponse = record({
  Error: record({ Type: oneOf('Sender', 'Receiver'), Code: text(), Message: text({ keepsSpace: true }) }),
  RequestId: text(),
});
