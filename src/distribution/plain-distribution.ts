/** The plainest distribution as CloudFront's JSON has it: everything from one origin, for everybody, nothing logged. */

export interface PlainParts {
  readonly callerReference: string;
  readonly origin: { readonly domainName: string; readonly protocolPolicy: 'http-only' | 'match-viewer' };
  /** What the default cache behavior has otherwise, as the API spells it, such as `{ MinTTL: 60 }`. */
  readonly behavior: object;
  /** Further behaviors: a PathPattern, and what differs from the default one. */
  readonly others: readonly object[];
}

/** A DistributionConfig to be written as JSON, and read like anybody's. */
export function plainDistribution({ callerReference, origin, behavior, others }: PlainParts): object {
  const common = { ...PLAIN_BEHAVIOR, ...behavior };
  const ports = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: origin.protocolPolicy };
  return {
    CallerReference: callerReference,
    Aliases: { Quantity: 0 },
    DefaultRootObject: '',
    Origins: {
      Quantity: 1,
      Items: [{ Id: ORIGIN_ID, DomainName: origin.domainName, CustomOriginConfig: ports }],
    },
    DefaultCacheBehavior: common,
    CacheBehaviors: counted(others.map((other) => ({ ...common, ...other }))),
    Comment: '',
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    PriceClass: 'PriceClass_All',
    Enabled: true,
  };
}

const ORIGIN_ID = 'origin';

const PLAIN_BEHAVIOR = {
  TargetOriginId: ORIGIN_ID,
  ForwardedValues: { QueryString: true, Cookies: { Forward: 'none' } },
  TrustedSigners: { Enabled: false, Quantity: 0 },
  ViewerProtocolPolicy: 'allow-all',
  MinTTL: 0,
};

function counted(items: readonly object[]): object {
  return items.length === 0 ? { Quantity: 0 } : { Quantity: items.length, Items: items };
}
