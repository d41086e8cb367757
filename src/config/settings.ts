/**
 * What edgefront runs with: the configuration file with everything resolved. Plain data; files are
 * read, paths absolute, sizes in bytes, durations in seconds.
 */
import type { Credential } from '../control/authentication/credential.ts';
import type { FileIdentity } from '../control/control-settings.ts';
import type { ControlLimits } from '../control/limits.ts';
import type { ApiVersion, Era } from '../distribution/api-version.ts';
import type { Place } from '../distribution/city.ts';
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
  /** Threads that serve viewers; 0: the main thread does. */
  readonly workers: number;
  readonly edges: readonly EdgeSettings[];
  /** By DomainName, lower case. */
  readonly origins: ReadonlyMap<string, OriginSettings>;
  readonly distributions: readonly DistributionEntry[];
  readonly originAccessIdentities: readonly FileIdentity[];
  readonly certificates: readonly CertificateSettings[];
  readonly signers: Signers;
  readonly credentials: readonly Credential[];
  readonly control: ControlRules;
  /** Null: access logs are not written. */
  readonly logs: { readonly directory: string; readonly keepDays: number } | null;
  readonly state: { readonly directory: string };
  readonly usage: { readonly keepDays: number };
  readonly network: NetworkSettings;
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
  /** Where the operator's window opens; beyond this machine it takes a token. */
  readonly adminHost: string;
  readonly control: number | null;
  readonly controlTls: number | null;
}

/** Where things stand, and whether one waits for the way between them. */
export interface NetworkSettings {
  readonly simulate: boolean;
  /** Where viewers are who do not say; null: beside their edge location. */
  readonly viewer: Place | null;
  /** By POP code, or by an origin's DomainName in lower case. */
  readonly places: readonly (readonly [name: string, place: Place])[];
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

/** How strictly the control API looks at its callers and at what they say. */
export interface ControlRules {
  /** Any access key is taken at its word, its signature unread (CA-27). */
  readonly uncheckedKeys: boolean;
  /** Signature version 1 only before 2013-05-12, version 4 only from then on (CA-24). */
  readonly pinSignatures: boolean;
  /** `listen.control` refuses everything that takes a signature (CA-2). */
  readonly refusePlainHttp: boolean;
  /** Scheme and host of Location headers (CA-34). */
  readonly locationBase: string;
  /** Accounts, beside those of `credentials` and `signers`, that may sign; null: any (CA-145). */
  readonly signerAccounts: readonly string[] | null;
  /** Buckets must be among `origins` (CA-144). */
  readonly knownBucketsOnly: boolean;
  /** `*` in an invalidation is any run of characters (CA-345). */
  readonly expandWildcards: boolean;
  readonly limits: ControlLimits;
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
  /** What opens the operator's window to those who are not on this machine; null: nothing does. */
  readonly adminToken: string | null;
}
