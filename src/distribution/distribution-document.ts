/**
 * DistributionConfig as the six API versions write it: one description, each element with the versions that have
 * it. Up to 2010-11-01 a distribution has one origin and flat lists; from 2012-05-05 on, origins, cache behaviors
 * and counted lists. A further version is further rows.
 */
import {
  between,
  counted,
  type Infer,
  inTurn,
  optional,
  record,
  repeated,
  since,
  sparse,
  until,
} from '../schema/description.ts';
import { boolean, text } from '../schema/scalar.ts';
import { CacheBehavior, DefaultCacheBehavior } from './cache-behavior.ts';
import {
  aliasFields,
  callerReference,
  comment,
  FIRST_COUNTED,
  FLAT_2010,
  FlatTrustedSigners,
  flatBucketFields,
  identityBesideOrigin,
  LAST_FLAT,
  logTargetFields,
  priceClass,
} from './elements.ts';
import { MAX_CACHE_BEHAVIORS, MAX_ORIGINS, MAX_PATH_PATTERN_LENGTH } from './limits.ts';
import { customOriginFields, Origin } from './origin.ts';

const ROOT_OBJECT = {
  max: MAX_PATH_PATTERN_LENGTH,
  pattern: /^([A-Za-z0-9_\-.*$~"'&][A-Za-z0-9_\-.*$/~"'&]*)?$/,
  says: `must consist of letters, digits and _ - . * $ / ~ " ' & and not begin with /`,
  code: 'InvalidDefaultRootObject',
} as const;

const Logging = record({
  // In the flat versions presence says that logging is on (CA-104).
  Enabled: since(FIRST_COUNTED, boolean),
  IncludeCookies: since('2012-07-01', optional(boolean, false)),
  ...logTargetFields,
});

const ViewerCertificate = record({
  IAMCertificateId: optional(
    text({ pattern: /^[A-Za-z0-9]{1,128}$/, says: 'must be the id of a certificate' }),
    null,
  ),
  CloudFrontDefaultCertificate: sparse(boolean, false),
});

/** The members, for the documents that show some of them. */
export const distributionFields = {
  Origin: until('2010-08-01', text({ min: 1 })),
  OriginAccessIdentity: identityBesideOrigin,
  S3Origin: between([LAST_FLAT, LAST_FLAT], optional(record(flatBucketFields), null)),
  CustomOrigin: between(
    [LAST_FLAT, LAST_FLAT],
    optional(record({ DNSName: text({ min: 1 }), ...customOriginFields }), null),
  ),
  CallerReference: callerReference,
  ...aliasFields('TooManyDistributionCNAMEs'),
  DefaultRootObject: inTurn(
    between(FLAT_2010, sparse(text({ ...ROOT_OBJECT, isMember: true }), '')),
    since(FIRST_COUNTED, optional(text(ROOT_OBJECT), '')),
  ),
  Origins: since(
    FIRST_COUNTED,
    counted('Origin', Origin, { min: 1, max: MAX_ORIGINS, tooMany: 'TooManyOrigins' }),
  ),
  DefaultCacheBehavior: since(FIRST_COUNTED, DefaultCacheBehavior),
  CacheBehaviors: since(
    FIRST_COUNTED,
    optional(
      counted('CacheBehavior', CacheBehavior, { max: MAX_CACHE_BEHAVIORS, tooMany: 'TooManyCacheBehaviors' }),
      [],
    ),
  ),
  Comment: comment,
  Logging: since('2010-08-01', optional(Logging, null)),
  TrustedSigners: between(FLAT_2010, optional(FlatTrustedSigners, null)),
  RequiredProtocols: between(FLAT_2010, optional(record({ Protocol: repeated(text()) }), null)),
  ViewerCertificate: since(
    '2013-05-12',
    optional(ViewerCertificate, { IAMCertificateId: null, CloudFrontDefaultCertificate: true }),
  ),
  PriceClass: priceClass,
  Enabled: boolean,
};

export const DistributionDocument = record(distributionFields, {
  until: LAST_FLAT,
  names: [
    'Origin',
    'OriginAccessIdentity',
    'S3Origin',
    'CustomOrigin',
    'CallerReference',
    'CNAME',
    'Comment',
    'Enabled',
    'Logging',
    'DefaultRootObject',
    'TrustedSigners',
    'RequiredProtocols',
  ],
});
/** A document of any version; what its version lacks is `null`, empty or the default. */
export type DistributionDocument = Infer<typeof DistributionDocument>;
