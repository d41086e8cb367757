/**
 * What edgefront runs with: the configuration file with everything resolved. Plain data; files are
 * read, paths absolute, sizes in bytes, durations in seconds.
 */
import type { ApiVersion, Era } from '../distribution/api-version.ts';
import type { DistributionConfig } from '../distribution/distribution-config.ts';
import type { Region } from '../distribution/region.ts';
import type { EdgeLimits } from '../edge/limits.ts';
import type { OriginLimits } from '../origin/limits.ts';
import type { OriginSettings } from '../routing/origin-settings.ts';
import type { Signers } from '../signing/key-ring.ts';

export interface Settings {
  /** The file all this came from, absolute; null for the built-in demo. */
  readonly file: string | null;
  readonly listen: ListenSettings;
  readonly edges: readonly EdgeSettings[];
  /** By DomainName, lower case. */
  readonly origins: ReadonlyMap<string, OriginSettings>;
  readonly distributions: readonly DistributionEntry[];
  readonly originAccessIdentities: readonly { readonly id: string; readonly comment: string }[];
  readonly certificates: readonly CertificateSettings[];
  readonly signers: Signers;
  readonly credentials: readonly ControlCredentials[];
  /** Null: access logs are not written. */
  readonly logs: { readonly directory: string; readonly keepDays: number } | null;
  readonly state: { readonly directory: string };
  readonly usage: { readonly keepDays: number };
  readonly deployment: { readonly delaySeconds: number };
  readonly limits: EdgeLimits & OriginLimits;
  readonly trust: TrustSettings;
}

/** Ports; 0 is any free one, null none. */
export interface ListenSettings {
  readonly host: string;
  readonly http: number | null;
  readonly https: number | null;
  readonly admin: number | null;
  readonly control: number | null;
  readonly controlTls: number | null;
}

export interface EdgeSettings {
  readonly pop: string;
  readonly region: Region;
  readonly cacheBytes: number;
  /** The largest object kept, as a share of `cacheBytes`, above 0 and at most 1. */
  readonly maxObjectShare: number;
  /** Ports of its own beside the shared ones. */
  readonly http: number | null;
  readonly https: number | null;
}

export interface DistributionEntry {
  readonly id: string;
  /** Lower case. */
  readonly domainName: string;
  /** Twelve digits. */
  readonly account: string;
  readonly version: ApiVersion;
  readonly era: Era;
  readonly config: DistributionConfig;
  /** The DistributionConfig's file, for messages. */
  readonly source: string;
}

export interface CertificateSettings {
  /** PEM, the chain included. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** What a ViewerCertificate is bound to this one by. */
  readonly iamCertificateId: string | null;
  readonly file: string;
}

export interface ControlCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly account: string;
}

/** What edgefront may believe of those who speak to it. */
export interface TrustSettings {
  /** Connections begin with a PROXY protocol header that names the viewer. */
  readonly proxyProtocol: boolean;
  /** `X-Edgefront-Pop` chooses the edge location. */
  readonly viewerChoosesEdge: boolean;
  /** `.localhost` names, bare `localhost` and addresses reach distributions. */
  readonly localNames: boolean;
  /** Hosts, beside loopback ones, that the operator's window is reached by. */
  readonly adminHosts: readonly string[];
}
