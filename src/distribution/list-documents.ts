/** The lists that the control API answers with: a page of summaries, flat or with the total number (CA-149, CA-197). */
import { type Description, optional, record, repeated, since, until } from '../schema/description.ts';
import { boolean, integer, oneOf, text } from '../schema/scalar.ts';
import { deployedFields, time } from './answer-documents.ts';
import { distributionFields } from './distribution-document.ts';
import { FIRST_COUNTED, LAST_FLAT } from './elements.ts';
import { streamingFields } from './streaming-document.ts';

/** CA-97, CA-110, CA-148, CA-163, CA-166. */
const { Origin, S3Origin, CustomOrigin, CNAME, Aliases, Origins } = distributionFields;
const { DefaultCacheBehavior, CacheBehaviors, Comment, PriceClass, Enabled, ViewerCertificate } =
  distributionFields;
const DistributionSummary = record({
  ...deployedFields,
  Origin,
  S3Origin,
  CustomOrigin,
  CNAME,
  Aliases,
  Origins,
  DefaultCacheBehavior,
  CacheBehaviors,
  Comment,
  PriceClass,
  Enabled,
  ViewerCertificate,
});

/** CA-154, CA-163. */
const StreamingSummary = record({
  ...deployedFields,
  Origin: streamingFields.Origin,
  S3Origin: streamingFields.S3Origin,
  CNAME: streamingFields.CNAME,
  Aliases: streamingFields.Aliases,
  TrustedSigners: since(FIRST_COUNTED, streamingFields.TrustedSigners),
  Comment: streamingFields.Comment,
  PriceClass: streamingFields.PriceClass,
  Enabled: streamingFields.Enabled,
});

/** CA-115, CA-155. */
const IdentitySummary = record({
  Id: text(),
  S3CanonicalUserId: text(),
  Comment: text({ keepsSpace: true }),
});

/** CA-118, CA-156, CA-167. */
const InvalidationSummary = record({
  Id: text(),
  CreateTime: since('2013-05-12', time),
  Status: oneOf('InProgress', 'Completed'),
});

export const DistributionList = pageOf('DistributionSummary', DistributionSummary);
export const StreamingDistributionList = pageOf('StreamingDistributionSummary', StreamingSummary);
export const IdentityList = pageOf('CloudFrontOriginAccessIdentitySummary', IdentitySummary);
export const InvalidationList = pageOf('InvalidationSummary', InvalidationSummary);

function pageOf<D extends Description>(member: string, summary: D) {
  return record({
    Marker: text(),
    NextMarker: optional(text(), null),
    MaxItems: integer({ min: 1 }),
    IsTruncated: boolean,
    [member]: until(LAST_FLAT, repeated(summary)),
    Quantity: since(FIRST_COUNTED, integer({ min: 0 })),
    Items: since(FIRST_COUNTED, optional(record({ [member]: repeated(summary) }), null)),
  });
}
