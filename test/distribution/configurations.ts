/** Random configurations that a version of the API can say in full. */
import fc from 'fast-check';
import { type ApiVersion, eraOf } from '../../src/distribution/api-version.ts';
import type {
  CacheBehavior,
  DistributionConfig,
  Logging,
  Origin,
} from '../../src/distribution/distribution-config.ts';

const letters = (characters: string, range: { minLength: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom(...characters), ...range });
const some = <T>(item: fc.Arbitrary<T>, maxLength: number) => fc.array(item, { maxLength });
const label = letters('abc019-_', { minLength: 1, maxLength: 8 });
export const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
export const bucket = letters('abc019', { minLength: 3, maxLength: 20 }).map(
  (name) => `${name}.s3.amazonaws.com`,
);
const port = fc.oneof(fc.constantFrom(80, 443, 1024, 65535), fc.integer({ min: 1024, max: 65535 }));
export const identity = fc.constantFrom('', 'origin-access-identity/cloudfront/E3KITCHENEXAMPL');
export const prose = fc
  .string({ unit: 'binary', maxLength: 60 })
  .filter(
    (text) => text.isWellFormed() && !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text),
  );
const account = fc.constantFrom('self', '111122223333', '444455556666', '000000000000');
const minTtl = fc.oneof(fc.constantFrom(0, 3_153_600_000), fc.nat());

const s3Origin = fc.record({
  DomainName: bucket,
  S3OriginConfig: fc.record({ OriginAccessIdentity: identity }),
  CustomOriginConfig: fc.constant(null),
});
const customOrigin = fc.record({
  DomainName: host,
  S3OriginConfig: fc.constant(null),
  CustomOriginConfig: fc.record({
    HTTPPort: port,
    HTTPSPort: port,
    OriginProtocolPolicy: fc.constantFrom('http-only' as const, 'match-viewer' as const),
  }),
});

const signers = (atLeast: number) =>
  fc.uniqueArray(account, { minLength: atLeast, maxLength: 4 }).chain((AwsAccountNumbers) =>
    fc.record({
      Enabled: AwsAccountNumbers.length === 0 ? fc.constant(false) : fc.boolean(),
      AwsAccountNumbers: fc.constant(AwsAccountNumbers),
    }),
  );

const cookies = (version: ApiVersion): fc.Arbitrary<CacheBehavior['ForwardedValues']['Cookies']> => {
  if (version < '2012-07-01') return fc.constant({ Forward: 'none', WhitelistedNames: [] });
  return fc.oneof(
    fc.constantFrom('none' as const, 'all' as const).map((Forward) => ({ Forward, WhitelistedNames: [] })),
    fc
      .array(letters('abc-_~', { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 10 })
      .map((WhitelistedNames) => ({ Forward: 'whitelist' as const, WhitelistedNames })),
  );
};

const behavior = (version: ApiVersion, ids: readonly string[], pattern: fc.Arbitrary<string>) =>
  fc.record({
    PathPattern: pattern,
    TargetOriginId: fc.constantFrom(...ids),
    ForwardedValues: fc.record({ QueryString: fc.boolean(), Cookies: cookies(version) }),
    TrustedSigners: signers(0),
    ViewerProtocolPolicy: fc.constantFrom('allow-all' as const, 'https-only' as const),
    MinTTL: minTtl,
  });

const logging = (version: ApiVersion): fc.Arbitrary<Logging> => {
  const off = { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' };
  if (version === '2008-06-30') return fc.constant(off);
  const IncludeCookies = version < '2012-07-01' ? fc.constant(false) : fc.boolean();
  const Prefix = letters('ab/.&', { minLength: 0, maxLength: 9 }).map((text) => text.replace(/^\/+/, ''));
  return fc.oneof(
    fc.constant(off),
    fc.record({ Enabled: fc.constant(true), IncludeCookies, Bucket: bucket, Prefix }),
  );
};

/** What all versions say alike, or the default where `version` cannot say it. */
const shared = (version: ApiVersion) => ({
  CallerReference: prose.filter((text) => text !== '' && Buffer.byteLength(text) < 128),
  Aliases: some(host, 10).map((names) => [...new Set(names)]),
  DefaultRootObject:
    version === '2008-06-30'
      ? fc.constant('')
      : letters('ab_.*$/~"\'&', { minLength: 0, maxLength: 9 }).map((text) => text.replace(/^\/+/, '')),
  Comment: prose,
  Logging: logging(version),
  ViewerCertificate:
    version < '2013-05-12'
      ? fc.constant({ IAMCertificateId: null, CloudFrontDefaultCertificate: true })
      : fc.constantFrom(
          { IAMCertificateId: null, CloudFrontDefaultCertificate: true },
          { IAMCertificateId: 'ASKITCHEN0EXAMPLE0CRT', CloudFrontDefaultCertificate: false },
        ),
  PriceClass:
    version < '2012-07-01'
      ? fc.constant('PriceClass_All' as const)
      : fc.constantFrom('PriceClass_100' as const, 'PriceClass_200' as const, 'PriceClass_All' as const),
  Enabled: fc.boolean(),
});

const counted = (version: ApiVersion): fc.Arbitrary<DistributionConfig> =>
  fc.uniqueArray(label, { minLength: 1, maxLength: 4 }).chain((ids) =>
    fc.record({
      ...shared(version),
      Origins: fc.tuple(
        ...ids.map((Id) => fc.oneof(s3Origin, customOrigin).map((origin) => ({ Id, ...origin }))),
      ),
      DefaultCacheBehavior: behavior(version, ids, fc.constant('*')),
      CacheBehaviors: some(behavior(version, ids, letters('ab/*?.@:+&"', { minLength: 1, maxLength: 9 })), 3),
    }),
  );

const flatOrigin = (version: ApiVersion): fc.Arbitrary<Omit<Origin, 'Id'>> => {
  if (version === '2010-11-01') return fc.oneof(s3Origin, customOrigin);
  if (version === '2010-08-01') return s3Origin;
  return s3Origin.map((origin) => ({ ...origin, S3OriginConfig: { OriginAccessIdentity: '' } }));
};

const flatBehavior = (version: ApiVersion) => ({
  PathPattern: fc.constant('*'),
  ForwardedValues: fc.constant({
    QueryString: false,
    Cookies: { Forward: 'none' as const, WhitelistedNames: [] },
  }),
  TrustedSigners:
    version === '2008-06-30'
      ? fc.constant({ Enabled: false, AwsAccountNumbers: [] })
      : fc.constantFrom(
          { Enabled: false, AwsAccountNumbers: [] },
          { Enabled: true, AwsAccountNumbers: ['self'] },
          { Enabled: true, AwsAccountNumbers: ['self', '111122223333', '444455556666'] },
        ),
  ViewerProtocolPolicy:
    version === '2008-06-30'
      ? fc.constant('allow-all' as const)
      : fc.constantFrom('allow-all' as const, 'https-only' as const),
  MinTTL: fc.constant(version === '2008-06-30' ? 86_400 : 3_600),
});

const flat = (version: ApiVersion): fc.Arbitrary<DistributionConfig> =>
  flatOrigin(version).chain((origin) =>
    fc.record({
      ...shared(version),
      Origins: fc.constant([{ Id: origin.DomainName, ...origin }]),
      DefaultCacheBehavior: fc.record({
        ...flatBehavior(version),
        TargetOriginId: fc.constant(origin.DomainName),
      }),
      CacheBehaviors: fc.constant([]),
    }),
  );

export function configurations(version: ApiVersion): fc.Arbitrary<DistributionConfig> {
  return eraOf(version) === '12' ? counted(version) : flat(version);
}
