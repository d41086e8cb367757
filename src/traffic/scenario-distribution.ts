/** The distribution that a scenario without a configuration of its own is served by. */
import type { Scenario } from './scenario.ts';

/** Names that only this machine knows. */
export const SCENARIO_HOST = 'd111111abcdef8.cloudfront.net';
export const SCENARIO_ID = 'EDFDVBD6EXAMPLE';
export const ORIGIN_NAME = 'origin.scenario.test';
export const KEY_PAIR_ID = 'APKASCENARIO';

/** As CloudFront's JSON has it: everything from one origin, and `signed/*` for signed URLs only where there are some. */
export function distributionOf(scenario: Pick<Scenario, 'forward' | 'minTTL' | 'viewers'>): object {
  const { forward, minTTL, viewers } = scenario;
  const behavior = {
    TargetOriginId: 'origin',
    ForwardedValues: { QueryString: forward.query, Cookies: forwardedCookies(forward.cookies) },
    ViewerProtocolPolicy: 'allow-all',
    MinTTL: Math.floor(minTTL),
  };
  const open = { ...behavior, TrustedSigners: { Enabled: false, Quantity: 0 } };
  const signers = { Enabled: true, Quantity: 1, Items: ['self'] };
  const signed = { ...behavior, PathPattern: 'signed/*', TrustedSigners: signers };
  const ports = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' };
  return {
    CallerReference: 'scenario',
    Aliases: { Quantity: 0 },
    DefaultRootObject: '',
    Origins: {
      Quantity: 1,
      Items: [{ Id: 'origin', DomainName: ORIGIN_NAME, CustomOriginConfig: ports }],
    },
    DefaultCacheBehavior: open,
    CacheBehaviors: viewers.signed > 0 ? { Quantity: 1, Items: [signed] } : { Quantity: 0 },
    Comment: '',
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    PriceClass: 'PriceClass_All',
    Enabled: true,
  };
}

function forwardedCookies(names: readonly string[]): object {
  if (names.length === 0) return { Forward: 'none' };
  return { Forward: 'whitelist', WhitelistedNames: { Quantity: names.length, Items: names } };
}
