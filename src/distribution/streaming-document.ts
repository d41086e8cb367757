/** StreamingDistributionConfig as the API versions write it; a further version is further rows. */
import {
  alsoNamed,
  between,
  type Infer,
  inTurn,
  optional,
  record,
  since,
  sparse,
  until,
} from '../schema/description.ts';
import { boolean, text } from '../schema/scalar.ts';
import { signerAccounts } from './cache-behavior.ts';
import {
  aliasFields,
  callerReference,
  comment,
  FIRST_COUNTED,
  FLAT_2010,
  FlatTrustedSigners,
  identityBesideOrigin,
  LAST_FLAT,
  logTargetFields,
  priceClass,
} from './elements.ts';
import { identityReference } from './origin.ts';

/** The versions in which a bucket's host has two names: one the guide's, one the clients' (CA-151). */
const TWO_NAMED = [FIRST_COUNTED, '2012-07-01'] as const;

const host = text({ min: 1 });

const S3Origin = record({
  DNSName: inTurn(until(LAST_FLAT, host), between(TWO_NAMED, optional(host, null))),
  DomainName: inTurn(
    between(TWO_NAMED, optional(host, null)),
    since('2013-05-12', alsoNamed('DNSName', host)),
  ),
  OriginAccessIdentity: inTurn(
    until(LAST_FLAT, sparse(identityReference, '')),
    since(FIRST_COUNTED, optional(identityReference, '')),
  ),
});

// In the flat versions presence says that logging is on (CA-104).
const Logging = record({ Enabled: since(FIRST_COUNTED, boolean), ...logTargetFields });

const TrustedSigners = record({
  // The guide leaves it out; then naming signers is what enables them (CA-152).
  Enabled: optional(boolean, null),
  AwsAccountNumbers: signerAccounts,
});

/** The members, for the documents that show some of them. */
export const streamingFields = {
  CallerReference: callerReference,
  // The version that spells a download distribution's origin as one text (CA-102) does so here.
  Origin: between(['2010-08-01', '2010-08-01'], host),
  OriginAccessIdentity: identityBesideOrigin,
  S3Origin: since(LAST_FLAT, S3Origin),
  ...aliasFields('TooManyStreamingDistributionCNAMEs'),
  Comment: comment,
  Logging: since('2010-08-01', optional(Logging, null)),
  TrustedSigners: inTurn(
    between(FLAT_2010, optional(FlatTrustedSigners, null)),
    since(FIRST_COUNTED, optional(TrustedSigners, null)),
  ),
  PriceClass: priceClass,
  Enabled: boolean,
};

export const StreamingDocument = record(streamingFields, {
  until: LAST_FLAT,
  names: [
    'Origin',
    'OriginAccessIdentity',
    'S3Origin',
    'CallerReference',
    'CNAME',
    'Comment',
    'Enabled',
    'Logging',
    'TrustedSigners',
  ],
});
/** A document of any version; what its version lacks is `null`, empty or the default. */
export type StreamingDocument = Infer<typeof StreamingDocument>;
