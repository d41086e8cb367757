/**
 * A whole edge for conversations: one or more edge locations with a viewer port each, a manual clock and
 * scripted origins. Everything is closed with the test.
 *
 *     const edge = await testEdge({ origin, behavior: { MinTTL: 60 } });
 *     const answer = await edge.get('/logo.png');
 */
import { onTestFinished } from 'vitest';
import { MAX_WORKERS } from '../../src/cache/store-memory.ts';
import { type ApiVersion, eraOf } from '../../src/distribution/api-version.ts';
import type { CacheBehavior, DistributionConfig } from '../../src/distribution/distribution-config.ts';
import { ConnectionTally, createConnectionRows } from '../../src/edge/connection-tally.ts';
import { sharedPortPicker } from '../../src/edge/edge-choice.ts';
import type { EdgeLocation } from '../../src/edge/edge-location.ts';
import { type EdgeSpecification, Fleet } from '../../src/edge/fleet.ts';
import type { FleetMember } from '../../src/edge/fleet-member.ts';
import { DEFAULT_EDGE_LIMITS, type EdgeLimits } from '../../src/edge/limits.ts';
import { type Certificates, type EdgePicker, Listener } from '../../src/edge/listener.ts';
import type { AccessRecord } from '../../src/logs/access-record.ts';
import type { UsageEvent } from '../../src/logs/usage-counts.ts';
import { DEFAULT_ORIGIN_LIMITS, type OriginLimits } from '../../src/origin/limits.ts';
import type { NameService } from '../../src/origin/name-service.ts';
import { Origins } from '../../src/origin/origins.ts';
import type { DistributionDocument } from '../../src/routing/compiled-distribution.ts';
import type { OriginSettings } from '../../src/routing/origin-settings.ts';
import type { Signers } from '../../src/signing/key-ring.ts';
import { ManualClock } from './manual-clock.ts';
import { headerValue, type RawResponse, type RawViewer, rawViewer } from './raw-viewer.ts';
import { TestCrew } from './test-crew.ts';
import { testParser } from './test-origins.ts';
import { testWorkers } from './workers-here.ts';

export const DOMAIN_NAME = 'd111111abcdef8.cloudfront.net';
export const DISTRIBUTION_ID = 'EDFDVBD6EXAMPLE';
export const ORIGIN_NAME = 'www.example.com';
const MIB = 1024 ** 2;
const MOST_PORTS = 8;
/** The whole suite runs against either door. */
const DOOR = process.env.EDGEFRONT_TEST_DOOR === 'node' ? 'node' : 'own';

export interface TestEdgeOptions {
  /** The custom origin's endpoint; null: nothing listens there and none is asked. */
  readonly origin: { readonly endpoint: { readonly host: string; readonly port: number } } | null;
  /** Parts of the default cache behavior. */
  readonly behavior?: Partial<CacheBehavior>;
  /** Parts of the whole configuration, over everything else. */
  readonly config?: Partial<DistributionConfig>;
  readonly version?: ApiVersion;
  readonly limits?: Partial<EdgeLimits & OriginLimits>;
  readonly edges?: readonly Partial<EdgeSpecification>[];
  readonly signers?: Signers;
  readonly originSettings?: Partial<OriginSettings>;
  /** Opens a TLS port instead of a plain one. */
  readonly certificates?: Certificates;
  readonly expectsProxyHeader?: boolean;
  /** Answers in place of the machine's name service. */
  readonly names?: NameService;
  /** Distributions beside the usual one. */
  readonly others?: readonly DistributionDocument[];
  /** How many share each edge location, connections dealt to them in turn; EDGEFRONT_TEST_WORKERS, or 1. */
  readonly workers?: number;
  /** Opens one port more, which all edge locations share. */
  readonly sharedPort?: { readonly viewerChoosesEdge: boolean };
}

/** A response and what tests ask of it most. */
export interface EdgeResponse extends RawResponse {
  readonly text: string;
  header(name: string): string | undefined;
}

export async function testEdge(options: TestEdgeOptions): Promise<TestEdge> {
  const edge = new TestEdge(options);
  onTestFinished(() => edge.close());
  await edge.open();
  return edge;
}

export class TestEdge {
  readonly clock = new ManualClock();
  readonly records: AccessRecord[] = [];
  readonly usage: UsageEvent[] = [];
  readonly mistakes: unknown[] = [];
  readonly fleet: Fleet;
  readonly #options: TestEdgeOptions;
  readonly #crew: TestCrew | null;
  readonly #listeners: Listener[] = [];
  /** Of each worker. */
  readonly #ports: number[][] = [];
  /** Of each port. */
  readonly #connections = Array.from({ length: MOST_PORTS }, () => createConnectionRows(MAX_WORKERS));
  #turn = 0;

  constructor(options: TestEdgeOptions) {
    const workers = options.workers ?? testWorkers();
    const member = this.#memberOptions(options);
    this.#options = options;
    this.#crew = workers === 1 ? null : new TestCrew();
    this.fleet = new Fleet({
      ...member,
      edges: (options.edges ?? [{}]).map(specification),
      deployment: { documents: [documentOf(options), ...(options.others ?? [])], settings: this.settings },
      crew: this.#crew?.crew ?? null,
    });
    for (let worker = 1; worker <= workers; worker++) this.#crew?.hire(worker, this.fleet, member);
  }

  #memberOptions({ limits: some, names }: TestEdgeOptions) {
    const { clock } = this;
    const limits = { ...DEFAULT_EDGE_LIMITS, ...DEFAULT_ORIGIN_LIMITS, drainSeconds: 1, ...some };
    return {
      clock,
      limits,
      sinks: {
        recordAccess: (_target: unknown, record: AccessRecord) => this.records.push(record),
        countUsage: (event: UsageEvent) => this.usage.push(event),
        reportMistake: (error: unknown) => this.mistakes.push(error),
      },
      hasLocalNames: true,
      createOrigins: () =>
        new Origins({ clock, limits, parser: testParser(), ...(names === undefined ? {} : { names }) }),
    };
  }

  /** By edge location; of several workers each asked for gives the next one's. */
  get ports(): readonly number[] {
    this.#turn += 1;
    return this.#ports[this.#turn % this.#ports.length]!;
  }

  /** The first edge location; of several workers, as the operator sees it. */
  get location(): EdgeLocation {
    return this.fleet.edges[0]!;
  }

  get settings(): { origins: Map<string, OriginSettings>; signers: Signers } {
    return { origins: originsOf(this.#options), signers: this.#options.signers ?? new Map() };
  }

  async open(): Promise<void> {
    for (const [worker, member] of (this.#crew?.members ?? [this.fleet]).entries())
      this.#ports.push(await this.#openPorts(member, worker));
  }

  async #openPorts(member: Fleet | FleetMember, worker: number): Promise<number[]> {
    const ports: number[] = [];
    const connections = (at: number) => new ConnectionTally(this.#connections[at], worker);
    for (const [at, edge] of member.edges.entries())
      ports.push(await this.#listen(edge, () => edge, connections(at)));
    const { sharedPort } = this.#options;
    if (sharedPort === undefined) return ports;
    const picker = sharedPortPicker(member, sharedPort.viewerChoosesEdge);
    return [...ports, await this.#listen(member.edges[0]!, picker, connections(ports.length))];
  }

  async #listen(fallback: EdgeLocation, pick: EdgePicker, connections: ConnectionTally): Promise<number> {
    const listener = new Listener({
      host: '127.0.0.1',
      port: 0,
      certificates: this.#options.certificates ?? null,
      pick,
      fallback,
      connections,
      expectsProxyHeader: this.#options.expectsProxyHeader ?? false,
      door: DOOR,
    });
    this.#listeners.push(listener);
    return await listener.open();
  }

  /** Complete in all workers when it resolves. */
  async invalidate(paths: readonly string[], { expands = false, id = DISTRIBUTION_ID } = {}): Promise<void> {
    await this.fleet.invalidateNow({ distributionId: id, paths, expandsWildcards: expands });
  }

  /** Serves these distributions, in all workers when it resolves. */
  async deploy(documents: readonly DistributionDocument[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.fleet.deploy({ documents, settings: this.settings }, { delaySeconds: 0, onDone: resolve });
    this.clock.advance(0);
    await promise;
  }

  /** Moves simulated time, and lets all workers have what fell due by it. */
  async advance(seconds: number): Promise<void> {
    this.clock.advance(seconds);
    await this.#crew?.obeyed(this.fleet);
  }

  /** Ends a worker as a crash would, but for its open connections. */
  async kill(worker: number): Promise<void> {
    await this.#crew!.kill(worker, this.fleet);
    this.#ports.splice(worker, 1);
  }

  /** Takes no new connections; resolves when the last one is gone. */
  async drain(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }

  /** A connection to the nth edge location. */
  async viewer(at = 0): Promise<RawViewer> {
    const tls = this.#options.certificates === undefined ? {} : { tls: { rejectUnauthorized: false } };
    return await rawViewer({ port: this.ports[at]!, ...tls });
  }

  /** One request on a connection of its own. */
  async get(target: string, headers: Readonly<Record<string, string>> = {}, at = 0): Promise<EdgeResponse> {
    return await this.ask('GET', target, headers, at);
  }

  async ask(
    method: string,
    target: string,
    headers: Readonly<Record<string, string>> = {},
    at = 0,
  ): Promise<EdgeResponse> {
    const viewer = await this.viewer(at);
    await viewer.send(requestText(method, target, headers));
    const response = await viewer.readResponse({ head: method === 'HEAD' });
    viewer.finish();
    return withEase(response);
  }

  /** Waits for a condition that something already under way will bring about. */
  async until(isMet: () => boolean): Promise<void> {
    while (!isMet()) await new Promise((resolve) => setImmediate(resolve));
  }

  async close(): Promise<void> {
    const closing = this.drain();
    // Viewers that a test left behind must not hold it up.
    this.clock.tick(60_000);
    await closing;
    await this.#crew?.close();
    await this.fleet.close();
  }
}

/** A request head with Host, in the order given. */
export function requestText(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'host')
    ? {}
    : { Host: DOMAIN_NAME };
  const lines = Object.entries({ ...named, ...headers }).map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${target} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`;
}

export function withEase(response: RawResponse): EdgeResponse {
  return {
    ...response,
    text: response.body.toString('latin1'),
    header: (name) => headerValue(response, name) ?? undefined,
  };
}

/** Forwarded and signed as little as possible, kept as the origin says. */
export const PLAIN_BEHAVIOR: CacheBehavior = {
  PathPattern: '*',
  TargetOriginId: 'origin',
  ForwardedValues: { QueryString: false, Cookies: { Forward: 'none', WhitelistedNames: [] } },
  TrustedSigners: { Enabled: false, AwsAccountNumbers: [] },
  ViewerProtocolPolicy: 'allow-all',
  MinTTL: 0,
};

export const PLAIN_CONFIG: DistributionConfig = {
  CallerReference: 'test',
  Aliases: [],
  DefaultRootObject: '',
  Origins: [
    {
      Id: 'origin',
      DomainName: ORIGIN_NAME,
      S3OriginConfig: null,
      CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' },
    },
  ],
  DefaultCacheBehavior: PLAIN_BEHAVIOR,
  CacheBehaviors: [],
  Comment: '',
  Logging: { Enabled: true, IncludeCookies: true, Bucket: 'logs.s3.amazonaws.com', Prefix: '' },
  ViewerCertificate: { IAMCertificateId: null, CloudFrontDefaultCertificate: true },
  PriceClass: 'PriceClass_All',
  Enabled: true,
};

export function documentOf(
  options: Pick<TestEdgeOptions, 'behavior' | 'config' | 'version'>,
): DistributionDocument {
  const version = options.version ?? '2013-05-12';
  const floor = { '08': 86_400, '10': 3600, '12': 0 }[eraOf(version)];
  const behavior = { ...PLAIN_BEHAVIOR, MinTTL: floor, ...options.behavior };
  const config = { ...PLAIN_CONFIG, DefaultCacheBehavior: behavior, ...options.config };
  return { id: DISTRIBUTION_ID, domainName: DOMAIN_NAME, account: '111122223333', version, config };
}

function specification(edge: Partial<EdgeSpecification>, at: number): EdgeSpecification {
  return {
    pop: ['IAD2', 'FRA2', 'NRT4'][at] ?? `IAD${at}`,
    region: 'US',
    cacheBytes: 16 * MIB,
    maxObjectShare: 0.5,
    ...edge,
  };
}

function originsOf(options: TestEdgeOptions): Map<string, OriginSettings> {
  const endpoint = options.origin?.endpoint ?? null;
  const settings: OriginSettings = {
    directory: null,
    isPrivate: false,
    readers: [],
    hasListing: false,
    http: endpoint,
    https: endpoint,
    ca: null,
    pathStyle: false,
    region: 'us-east-1',
    credentials: null,
    ...options.originSettings,
  };
  return new Map([[ORIGIN_NAME, settings]]);
}
