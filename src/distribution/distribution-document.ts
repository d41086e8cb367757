/**
 * DistributionConfig as the six API versions write it: one description, each element with the versions that have
 * it. Up to 2010-11-01 a distribution has one origin and flat lists; from 2012-05-05 on, origins, cache behaviors
 * and counted lists. A further version is further rows.
 */
import {
  alsoNamed,
  between,
  counted,
  flag,
  type Infer,
  inTurn,
  optional,
  record,
  repeated,
  since,
  sparse,
  until,
} from '../schema/description.ts';
import { boolean, oneOf, text } from '../schema/scalar.ts';
import { accountNumber, CacheBehavior, DefaultCacheBehavior } from './cache-behavior.ts';
import { alias } from './host-name.ts';
import {
  MAX_ALIASES,
  MAX_CACHE_BEHAVIORS,
  MAX_CALLER_REFERENCE_BYTES,
  MAX_COMMENT_LENGTH,
  MAX_LOG_BUCKET_LENGTH,
  MAX_LOG_PREFIX_LENGTH,
  MAX_ORIGINS,
  MAX_PATH_PATTERN_LENGTH,
  MAX_TRUSTED_SIGNERS,
} from './limits.ts';
import { customOriginFields, identityReference, Origin } from './origin.ts';

const LAST_FLAT = '2010-11-01';
const FIRST_COUNTED = '2012-05-05';
/** The versions that have what the 2010 guides added, in the flat spelling. */
const FLAT_2010 = ['2010-08-01', LAST_FLAT] as const;

const comment = text({ max: MAX_COMMENT_LENGTH, keepsSpace: true });

const ROOT_OBJECT = {
  max: MAX_PATH_PATTERN_LENGTH,
  pattern: /^([A-Za-z0-9_\-.*$~"'&][A-Za-z0-9_\-.*$/~"'&]*)?$/,
  says: `must consist of letters, digits and _ - . * $ / ~ " ' & and not begin with /`,
};

const Logging = record({
  // In the flat versions presence says that logging is on (CA-104).
  Enabled: since(FIRST_COUNTED, boolean),
  IncludeCookies: since('2012-07-01', optional(boolean, false)),
  // The bucket's name becomes a folder's name.
  Bucket: optional(
    text({
      max: MAX_LOG_BUCKET_LENGTH,
      pattern: /^([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)?$/,
      says: 'must be the name of a bucket',
    }),
    '',
  ),
  Prefix: optional(
    text({ max: MAX_LOG_PREFIX_LENGTH, pattern: /^(?!\/)/, says: 'must not begin with /' }),
    '',
  ),
});

const flatOriginFields = {
  DNSName: text({ min: 1 }),
  OriginAccessIdentity: sparse(identityReference, ''),
};

const FlatTrustedSigners = record({
  Self: flag,
  AwsAccountNumber: alsoNamed('AWSAccountNumber', repeated(accountNumber, { max: MAX_TRUSTED_SIGNERS })),
});

const ViewerCertificate = record({
  IAMCertificateId: optional(
    text({ pattern: /^[A-Za-z0-9]{1,128}$/, says: 'must be the id of a certificate' }),
    null,
  ),
  CloudFrontDefaultCertificate: sparse(boolean, false),
});

export const DistributionDocument = record(
  {
    Origin: until('2010-08-01', text({ min: 1 })),
    OriginAccessIdentity: between(['2010-08-01', '2010-08-01'], sparse(identityReference, '')),
    S3Origin: between([LAST_FLAT, LAST_FLAT], optional(record(flatOriginFields), null)),
    CustomOrigin: between(
      [LAST_FLAT, LAST_FLAT],
      optional(record({ DNSName: text({ min: 1 }), ...customOriginFields }), null),
    ),
    CallerReference: text({ min: 1, maxBytes: MAX_CALLER_REFERENCE_BYTES, keepsSpace: true }),
    CNAME: until(LAST_FLAT, repeated(alias, { max: MAX_ALIASES })),
    Aliases: since(FIRST_COUNTED, optional(counted('CNAME', alias, { max: MAX_ALIASES }), [])),
    DefaultRootObject: inTurn(
      between(FLAT_2010, sparse(text({ ...ROOT_OBJECT, min: 1 }), '')),
      since(FIRST_COUNTED, optional(text(ROOT_OBJECT), '')),
    ),
    Origins: since(FIRST_COUNTED, counted('Origin', Origin, { min: 1, max: MAX_ORIGINS })),
    DefaultCacheBehavior: since(FIRST_COUNTED, DefaultCacheBehavior),
    CacheBehaviors: since(
      FIRST_COUNTED,
      optional(counted('CacheBehavior', CacheBehavior, { max: MAX_CACHE_BEHAVIORS }), []),
    ),
    Comment: inTurn(until(LAST_FLAT, sparse(comment, '')), since(FIRST_COUNTED, optional(comment, ''))),
    Logging: since('2010-08-01', optional(Logging, null)),
    TrustedSigners: between(FLAT_2010, optional(FlatTrustedSigners, null)),
    RequiredProtocols: between(FLAT_2010, optional(record({ Protocol: oneOf('https') }), null)),
    ViewerCertificate: since(
      '2013-05-12',
      optional(ViewerCertificate, { IAMCertificateId: null, CloudFrontDefaultCertificate: true }),
    ),
    PriceClass: since(
      '2012-07-01',
      optional(oneOf('PriceClass_100', 'PriceClass_200', 'PriceClass_All'), 'PriceClass_All'),
    ),
    Enabled: boolean,
  },
  {
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
  },
);
/** A document of any version; what its version lacks is `null`, empty or the default. */
export type DistributionDocument = Infer<typeof DistributionDocument>;
