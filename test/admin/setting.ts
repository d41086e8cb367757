/** Edge locations for the tests of this room: real caches and tables, one distribution, counters at will. */
import { request } from 'node:http';
import type { AdminEdge, AdminOptions, PathInvalidation } from '../../src/admin/admin-server.ts';
import { AdminServer } from '../../src/admin/admin-server.ts';
import type {
  BehaviorChange,
  BenchAnswer,
  BenchRequest,
  LessonDesk,
  Stage,
  StageBehavior,
  StageOrigin,
  StageTrouble,
} from '../../src/admin/stage.ts';
import { Bytes } from '../../src/cache/bytes.ts';
import { Fills } from '../../src/cache/fills.ts';
import { InvalidationLog } from '../../src/cache/invalidation-log.ts';
import { ObjectStore } from '../../src/cache/object-store.ts';
import type { Place } from '../../src/cache/place.ts';
import type { Keeping } from '../../src/cache/stored-object.ts';
import { cityOfPop, type Place as EarthPlace } from '../../src/distribution/city.ts';
import type { DistributionConfig } from '../../src/distribution/distribution-config.ts';
import type { Region } from '../../src/distribution/region.ts';
import type { HeaderList } from '../../src/http/header-list.ts';
import { cacheKeyOf, invalidationPath } from '../../src/policy/cache-key.ts';
import { HeaderSection } from '../../src/policy/header-section.ts';
import { validatorsOf } from '../../src/policy/revalidation.ts';
import {
  behaviorOf,
  compileDistribution,
  type DeploymentSettings,
  type DistributionDocument,
} from '../../src/routing/compiled-distribution.ts';
import { RoutingTable } from '../../src/routing/routing-table.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { behavior, CUSTOM_ORIGIN, S3_ORIGIN } from '../policy/behavior.ts';
import { KEY_PAIR_ID, PUBLIC_KEY_PEM } from '../signing/signer.ts';

export const ID = 'EDFDVBD6EXAMPLE';
export const DOMAIN = 'd111111abcdef8.cloudfront.net';

export function distribution(differences: Partial<DistributionConfig> = {}): DistributionDocument {
  const config: DistributionConfig = {
    CallerReference: 'tests',
    Aliases: ['www.example.com'],
    DefaultRootObject: 'index.html',
    Origins: [CUSTOM_ORIGIN, S3_ORIGIN],
    DefaultCacheBehavior: behavior(),
    CacheBehaviors: [
      { ...behavior({ queryString: true, minTTL: 60 }), PathPattern: 'images/*', TargetOriginId: 's3' },
      { ...behavior({ isSigned: true }), PathPattern: 'members/*' },
      { ...behavior({ protocol: 'https-only' }), PathPattern: 'secure/*' },
      { ...behavior({ cookies: 'whitelist', names: ['session'] }), PathPattern: 'app/*' },
    ],
    Comment: '',
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    ViewerCertificate: { IAMCertificateId: null, CloudFrontDefaultCertificate: true },
    PriceClass: 'PriceClass_All',
    Enabled: true,
    ...differences,
  };
  return { id: ID, domainName: DOMAIN, account: '111122223333', version: '2013-05-12', config };
}

export const SETTINGS: DeploymentSettings = {
  origins: new Map(),
  signers: new Map([['self', new Map([[KEY_PAIR_ID, PUBLIC_KEY_PEM]])]]),
};

export function tableOf(documents: readonly DistributionDocument[], region: Region): RoutingTable {
  const compiled = documents.map((document) => compileDistribution(document, SETTINGS));
  return new RoutingTable(compiled, { region, hasLocalNames: true });
}

const FILL_LIMITS = { fills: 10, readersPerFill: 10, fillWindowBytes: 1024, pinnedBytes: 4096 };

/** As an edge location, without its network. */
export class FakeEdge implements AdminEdge {
  readonly pop: string;
  readonly region: Region;
  readonly clock: ManualClock;
  readonly limits = { requestHeaderBytes: 20_480, requestUrlBytes: 8192, viaHops: 10, rangeParts: 64 };
  readonly viaHost: string;
  readonly via: string;
  readonly table: RoutingTable;
  readonly generation = 1;
  readonly invalidations = new InvalidationLog();
  readonly store = new ObjectStore({
    limits: { capacityBytes: 100_000, maxObjectBytes: 50_000 },
    invalidations: this.invalidations,
  });
  readonly fills = new Fills({ limits: FILL_LIMITS });
  readonly totals = {
    requests: { Hit: 0, RefreshHit: 0, Miss: 0, Error: 0, LimitExceeded: 0, CapacityExceeded: 0 },
    originRequests: 0,
    originFaults: 0,
    originBytes: 0,
    viewerBytes: 0,
    inFlight: 0,
    followers: 0,
  };
  isShort = false;

  constructor(place: { pop: string; region: Region }, clock: ManualClock, documents = [distribution()]) {
    this.pop = place.pop;
    this.region = place.region;
    this.clock = clock;
    this.viaHost = `${place.pop.toLowerCase()}.cloudfront.net`;
    this.via = `1.1 ${this.viaHost} (CloudFront)`;
    this.table = tableOf(documents, place.region);
  }

  isMemoryShort(): boolean {
    return this.isShort;
  }

  isInFlight(key: string): boolean {
    return this.fills.find(key) !== null;
  }

  invalidate({ distributionId, paths, expandsWildcards }: PathInvalidation): void {
    this.invalidations.add(distributionId, paths, expandsWildcards);
    this.fills.outdate(this.invalidations);
  }

  /** Where an object for this path, query included, belongs. */
  placeOf(target: string, headers: HeaderList = []): Place {
    const [path = '', query = null] = target.split('?');
    const { cacheKey } = behaviorOf(this.table.byId(ID)!, path);
    const keyed = { path, query, section: new HeaderSection(headers) };
    return {
      key: cacheKeyOf(cacheKey, keyed),
      distributionId: ID,
      invalidationPath: invalidationPath(cacheKey, keyed),
      invalidationStamp: this.invalidations.stamp,
    };
  }

  /** Stores a body of 1000 bytes, now, for a minute unless said otherwise. */
  keep(place: Place, headers: readonly string[] = [], keeping: Partial<Keeping> = {}): void {
    const body = new Bytes(1000);
    body.append(Buffer.alloc(1000));
    const validators = validatorsOf(headers);
    const answer = { status: 200, reason: 'OK', headers, validators, bodyBytes: 1000 };
    const kept = { storedAt: this.clock.now(), ttlSeconds: 60, servesStale: true, revalidates: true };
    this.store.put({ place, answer, body, keeping: { ...kept, ...keeping }, refusal: null })?.release();
  }
}

/** A stage that remembers what was done on it. */
export class FakeStage implements Stage {
  isNetworkSimulated = false;
  lesson: LessonDesk | null = null;
  latest = 1;
  readonly sent: BenchRequest[] = [];
  readonly changes: BehaviorChange[] = [];
  readonly troubles = new Map<string, StageTrouble>();
  isChangeable = true;

  generation(): number {
    return this.latest;
  }

  placeOfEdge(pop: string): EarthPlace | null {
    return cityOfPop(pop);
  }

  origins(): StageOrigin[] {
    const trouble = this.troubles.get('www.example.com') ?? { isDown: false, delayMs: 0 };
    return [{ domainName: 'www.example.com', place: cityOfPop('IAD')!, ...trouble }];
  }

  troubleOrigin(domainName: string, trouble: StageTrouble): void {
    this.troubles.set(domainName, trouble);
  }

  behaviors(): StageBehavior[] {
    const { isChangeable } = this;
    const forwarding = { minTTL: 0, queryString: false, cookies: 'none', cookieNames: [] } as const;
    return [
      {
        distribution: ID,
        domainName: DOMAIN,
        pathPattern: '*',
        ...forwarding,
        isChangeable,
        isChanged: false,
      },
    ];
  }

  changeBehavior(change: BehaviorChange): void {
    this.changes.push(change);
    this.latest += 1;
  }

  async send(request: BenchRequest): Promise<BenchAnswer> {
    this.sent.push(request);
    const headers = [['X-Cache', 'Miss from cloudfront']] as const;
    return {
      status: 200,
      reason: 'OK',
      headers,
      bodyBytes: 2,
      preview: 'ok',
      isCut: false,
      firstByteMs: 1,
      totalMs: 2,
    };
  }
}

/** Two edge locations of one fleet and the window to them. */
export class Setting implements AsyncDisposable {
  readonly clock = new ManualClock();
  readonly edges: readonly FakeEdge[];
  readonly options: AdminOptions;
  readonly server: AdminServer;
  readonly stage = new FakeStage();
  isReady = true;
  problems = 0;
  droppedRecords = 0;
  /** Told to the operator, with what was asked for. */
  readonly mistakes: unknown[] = [];
  port = 0;

  constructor(documents = [distribution()], differences: Partial<AdminOptions> = {}) {
    this.edges = [
      new FakeEdge({ pop: 'IAD2', region: 'US' }, this.clock, documents),
      new FakeEdge({ pop: 'NRT4', region: 'JP' }, this.clock, documents),
    ];
    this.options = {
      host: '127.0.0.1',
      port: 0,
      clock: this.clock,
      edges: () => this.edges,
      invalidate: async (invalidation) => {
        for (const edge of this.edges) edge.invalidate(invalidation);
      },
      gather: async () => undefined,
      isReady: () => this.isReady,
      usage: { report: () => [], csv: () => 'Service,Operation\r\n' },
      flushLogs: async () => ['/logs/a.gz'],
      hosts: ['ops.example.com'],
      problems: () => this.problems,
      droppedRecords: () => this.droppedRecords,
      onMistake: (error, where) => void this.mistakes.push({ error, ...where }),
      token: null,
      stage: this.stage,
      ...differences,
    };
    this.server = new AdminServer(this.options);
  }

  static async open(documents = [distribution()], differences: Partial<AdminOptions> = {}): Promise<Setting> {
    const setting = new Setting(documents, differences);
    setting.port = await setting.server.open();
    return setting;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Got> {
    return this.ask('GET', path, headers, '');
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Got> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.ask('POST', path, { 'content-type': 'application/json', ...headers }, text);
  }

  ask(method: string, path: string, headers: Record<string, string>, body: string): Promise<Got> {
    const { promise, resolve, reject } = Promise.withResolvers<Got>();
    const { port } = this;
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, async (response) => {
      const chunks = await response.toArray();
      const { statusCode: status = 0, headers: received } = response;
      resolve({ status, headers: received, text: Buffer.concat(chunks).toString() });
    });
    sent.on('error', reject);
    sent.end(body);
    return promise;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.server.close();
  }
}

export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export function jsonOf(got: Got): unknown {
  return JSON.parse(got.text);
}
