/** Where content comes from: an S3 bucket or a host of the customer's own. */
import { type Infer, optional, record } from '../schema/description.ts';
import { integer, oneOf, scalar, text } from '../schema/scalar.ts';

const ORIGIN_PORT = integer({ min: 1, max: 65535 });

/** 80, 443 or 1024–65535 (OR-3). */
const port = scalar<number>({
  schema: { anyOf: [{ enum: [80, 443] }, { type: 'integer', minimum: 1024, maximum: 65535 }] },
  parse(raw) {
    const parsed = ORIGIN_PORT.parse(raw);
    if ('because' in parsed || parsed.value === 80 || parsed.value === 443 || parsed.value >= 1024)
      return parsed;
    return { because: 'must be 80, 443 or between 1024 and 65535' };
  },
});

/** Empty, or `origin-access-identity/cloudfront/` and the identity's id (CA-142). */
export const identityReference = text({
  pattern: /^(origin-access-identity\/cloudfront\/[A-Z0-9]{1,32})?$/,
  code: 'InvalidOriginAccessIdentity',
  says: 'must be empty or origin-access-identity/cloudfront/ followed by the id of an identity',
});

/** How a custom origin is reached, whatever the dialect calls the element around it. */
export const customOriginFields = {
  HTTPPort: optional(port, 80),
  HTTPSPort: optional(port, 443),
  OriginProtocolPolicy: oneOf('http-only', 'match-viewer'),
};

export const Origin = record({
  Id: text({ min: 1 }),
  DomainName: text({ min: 1 }),
  S3OriginConfig: optional(record({ OriginAccessIdentity: optional(identityReference, '') }), null),
  CustomOriginConfig: optional(record(customOriginFields), null),
});
export type Origin = Infer<typeof Origin>;
