/** The distribution that a scenario without a configuration of its own is served by. */
import { plainDistribution } from '../distribution/plain-distribution.ts';
import type { Scenario } from './scenario.ts';

/** Names that only this machine knows. */
export const SCENARIO_HOST = 'd111111abcdef8.cloudfront.net';
export const SCENARIO_ID = 'EDFDVBD6EXAMPLE';
export const ORIGIN_NAME = 'origin.scenario.test';
export const KEY_PAIR_ID = 'APKASCENARIO';

/** As CloudFront's JSON has it: everything from one origin, and `signed/*` for signed URLs only where there are some. */
export function distributionOf(scenario: Pick<Scenario, 'forward' | 'minTTL' | 'viewers'>): object {
  const { forward, minTTL, viewers } = scenario;
  const signed = {
    PathPattern: 'signed/*',
    TrustedSigners: { Enabled: true, Quantity: 1, Items: ['self'] },
  };
  return plainDistribution({
    callerReference: 'scenario',
    origin: { domainName: ORIGIN_NAME, protocolPolicy: 'http-only' },
    behavior: {
      ForwardedValues: { QueryString: forward.query, Cookies: forwardedCookies(forward.cookies) },
      MinTTL: Math.floor(minTTL),
    },
    others: viewers.signed > 0 ? [signed] : [],
  });
}

function forwardedCookies(names: readonly string[]): object {
  if (names.length === 0) return { Forward: 'none' };
  return { Forward: 'whitelist', WhitelistedNames: { Quantity: names.length, Items: names } };
}
