/**
 * The configuration file, described once: its TypeScript type, its reading, its problems and its JSON
 * Schema come from here. What is written in it refers to other files and to the environment;
 * `readSettings` resolves that.
 */
import { MAX_WORKERS } from '../cache/store-memory.ts';
import { DEFAULT_CONTROL_LIMITS } from '../control/limits.ts';
import { API_VERSIONS } from '../distribution/api-version.ts';
import { REGIONS } from '../distribution/region.ts';
import { DEFAULT_EDGE_LIMITS } from '../edge/limits.ts';
import { DEFAULT_ORIGIN_LIMITS } from '../origin/limits.ts';
import {
  dictionary,
  type Infer,
  list,
  type OptionalDescription,
  optional,
  record,
} from '../schema/description.ts';
import { allOptional } from '../schema/group.ts';
import { boolean, integer, number, oneOf, text } from '../schema/scalar.ts';
import * as setting from './setting-scalars.ts';

const MIB = 1024 ** 2;
/** One of those that may share a store is the thread that supervises the others. */
export const MOST_WORKERS = MAX_WORKERS - 1;

const Listen = allOptional({
  host: optional(setting.listenHost, '127.0.0.1'),
  http: optional(setting.port, null),
  https: optional(setting.port, null),
  admin: optional(setting.port, null),
  adminHost: optional(setting.listenHost, '127.0.0.1'),
  control: optional(setting.port, null),
  controlTls: optional(setting.port, null),
});

const Edge = record({
  pop: setting.pop,
  region: optional(oneOf(...REGIONS), null),
  cache: allOptional({
    bytes: optional(setting.size(1), 256 * MIB),
    maxObjectShare: optional(number({ min: 0.001, max: 1 }), 0.5),
  }),
  http: optional(setting.port, null),
  https: optional(setting.port, null),
});

const OriginCredentials = record({
  accessKeyId: setting.secret,
  secretAccessKey: setting.secret,
  sessionToken: optional(setting.secret, null),
});

const Origin = record({
  directory: optional(setting.path, null),
  private: optional(boolean, false),
  readers: optional(list(setting.awsId), []),
  listing: optional(boolean, false),
  http: optional(setting.endpoint(80), null),
  https: optional(setting.endpoint(443), null),
  ca: optional(setting.path, null),
  pathStyle: optional(boolean, false),
  region: optional(text({ min: 1 }), 'us-east-1'),
  credentials: optional(OriginCredentials, null),
});

const Distribution = record({
  id: optional(setting.awsId, null),
  domainName: optional(setting.hostName, null),
  account: optional(setting.account, null),
  config: setting.path,
  apiVersion: optional(oneOf(...API_VERSIONS), null),
});

const Certificate = record({
  cert: setting.path,
  key: setting.path,
  iamCertificateId: optional(setting.awsId, null),
});

const Identity = record({
  id: setting.awsId,
  comment: optional(text({ max: 128 }), ''),
  account: optional(setting.account, null),
});

const Credentials = record({
  accessKeyId: setting.secret,
  secretAccessKey: setting.secret,
  account: setting.account,
  sessionToken: optional(setting.secret, null),
  optedIn: optional(boolean, true),
});

const { countsDistributionsTogether, ...CONTROL_COUNTS } = DEFAULT_CONTROL_LIMITS;

const Control = allOptional({
  uncheckedKeys: optional(boolean, false),
  pinSignatures: optional(boolean, false),
  refusePlainHttp: optional(boolean, false),
  locationBase: optional(setting.origin, 'https://cloudfront.amazonaws.com'),
  signerAccounts: optional(list(setting.account), null),
  knownBucketsOnly: optional(boolean, false),
  expandWildcards: optional(boolean, false),
  limits: allOptional({
    ...limitFields(CONTROL_COUNTS),
    countsDistributionsTogether: optional(boolean, countsDistributionsTogether),
  }),
});

const Trust = allOptional({
  proxyProtocol: optional(boolean, false),
  viewerChoosesEdge: optional(boolean, true),
  localNames: optional(boolean, true),
  adminHosts: optional(list(setting.hostName), []),
  adminToken: optional(setting.secret, null),
});

const Network = allOptional({
  simulate: optional(boolean, false),
  viewer: optional(setting.place, null),
  places: optional(dictionary(setting.place), new Map<string, never>()),
});

export const Configuration = record({
  listen: Listen,
  workers: optional(integer({ min: 0, max: MOST_WORKERS }), null),
  edges: list(Edge, { min: 1 }),
  origins: optional(dictionary(Origin), new Map<string, never>()),
  distributions: optional(list(Distribution), []),
  originAccessIdentities: optional(list(Identity), []),
  certificates: optional(list(Certificate), []),
  signers: optional(dictionary(dictionary(setting.path)), new Map<string, never>()),
  credentials: optional(list(Credentials), []),
  control: Control,
  logs: optional(record({ directory: setting.path, keepDays: optional(integer({ min: 1 }), 30) }), null),
  state: allOptional({ directory: optional(setting.path, './.edgefront') }),
  usage: allOptional({ keepDays: optional(integer({ min: 1 }), 90) }),
  network: Network,
  deployment: allOptional({ delaySeconds: optional(setting.seconds(0), 2) }),
  limits: allOptional({ ...limitFields(DEFAULT_EDGE_LIMITS), ...limitFields(DEFAULT_ORIGIN_LIMITS) }),
  trust: Trust,
});

export type Configuration = Infer<typeof Configuration>;

/** Each limit under its own name; the end of the name tells its unit, 0 as default that it can be none. */
function limitFields<const L extends object>(defaults: L): { [K in keyof L]: OptionalDescription<number> } {
  const fields = Object.entries(defaults).map(([name, value]: [string, number]) => {
    const canBeNone = value === 0 || name === 'drainSeconds';
    if (name.endsWith('Bytes')) return [name, optional(setting.size(canBeNone ? 0 : 1), value)];
    if (name.endsWith('Seconds')) return [name, optional(setting.seconds(canBeNone ? 0 : 0.001), value)];
    return [name, optional(integer({ min: canBeNone ? 0 : 1 }), value)];
  });
  return Object.fromEntries(fields);
}
