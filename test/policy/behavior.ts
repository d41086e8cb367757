/** Cache behaviors and origins for the tests of this room: one plain default, changed where a test differs. */
import type { CacheBehavior, Origin } from '../../src/distribution/distribution-config.ts';

type Cookies = CacheBehavior['ForwardedValues']['Cookies'];

interface Differences {
  queryString?: boolean;
  cookies?: Cookies['Forward'];
  names?: readonly string[];
  isSigned?: boolean;
  protocol?: CacheBehavior['ViewerProtocolPolicy'];
  minTTL?: number;
}

export function behavior(differences: Differences = {}): CacheBehavior {
  const { queryString = false, cookies = 'none', names = [], isSigned = false } = differences;
  return {
    PathPattern: '*',
    TargetOriginId: 'www',
    ForwardedValues: { QueryString: queryString, Cookies: { Forward: cookies, WhitelistedNames: names } },
    TrustedSigners: { Enabled: isSigned, AwsAccountNumbers: isSigned ? ['self'] : [] },
    ViewerProtocolPolicy: differences.protocol ?? 'allow-all',
    MinTTL: differences.minTTL ?? 0,
  };
}

export const CUSTOM_ORIGIN: Origin = {
  Id: 'www',
  DomainName: 'www.example.com',
  S3OriginConfig: null,
  CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'match-viewer' },
};

export const S3_ORIGIN: Origin = {
  Id: 's3',
  DomainName: 'demo-bucket.s3.amazonaws.com',
  S3OriginConfig: { OriginAccessIdentity: '' },
  CustomOriginConfig: null,
};
