/** The stage of a running edgefront: its places, origins and behaviors, and a viewer that sends requests to it. */
import type { AdminEdge } from '../admin/admin-edge.ts';
import { AdminRefusal } from '../admin/answer.ts';
import type {
  BehaviorChange,
  BenchAnswer,
  BenchRequest,
  LessonDesk,
  Stage,
  StageBehavior,
  StageOrigin,
  StageTrouble,
} from '../admin/stage.ts';
import type { Clock } from '../clock.ts';
import type { Settings } from '../config/settings.ts';
import { eraOf } from '../distribution/api-version.ts';
import type { CacheBehavior } from '../distribution/cache-behavior.ts';
import type { Place } from '../distribution/city.ts';
import type { OriginTroubles } from '../origin/troubled-origins.ts';
import type { DistributionDocument } from '../routing/compiled-distribution.ts';
import type { OriginTarget } from '../routing/origin-target.ts';
import type { Address } from './address.ts';
import { sendRequest, type ViewerPort } from './bench-viewer.ts';
import type { Delivery } from './delivery.ts';
import type { Distances } from './distances.ts';

export interface RunningStageOptions {
  readonly clock: Clock;
  readonly distances: Distances;
  readonly troubles: OriginTroubles;
  /** Tells all who serve. */
  readonly onTrouble: (domainName: string, trouble: StageTrouble) => void;
  readonly delivery: Delivery;
  readonly edges: () => readonly AdminEdge[];
  readonly addresses: readonly Address[];
  readonly settings: () => Settings;
}

export class RunningStage implements Stage {
  lesson: LessonDesk | null = null;
  readonly #options: RunningStageOptions;

  constructor(options: RunningStageOptions) {
    this.#options = options;
  }

  get isNetworkSimulated(): boolean {
    return this.#options.distances.isSimulated;
  }

  generation(): number {
    return this.#options.delivery.generation;
  }

  placeOfEdge(pop: string): Place | null {
    return this.#options.distances.ofEdge(pop);
  }

  /** Of all distributions, as the first edge location that a change reaches holds them. */
  origins(): StageOrigin[] {
    const { distances, troubles, edges } = this.#options;
    const targets = new Map<string, OriginTarget>();
    for (const { behaviors } of edges()[0]?.table.distributions ?? []) {
      for (const { origin } of behaviors) targets.set(origin.domainName.toLowerCase(), origin);
    }
    return [...targets.values()].map((target) => {
      const { domainName } = target;
      return { domainName, place: distances.ofOrigin(target), ...troubles.of(domainName) };
    });
  }

  troubleOrigin(domainName: string, trouble: StageTrouble): void {
    this.#options.onTrouble(domainName, trouble);
  }

  behaviors(): StageBehavior[] {
    return this.#options.delivery.documents.flatMap((document) => {
      const { config } = document;
      return [...config.CacheBehaviors, config.DefaultCacheBehavior].map((one) => this.#shown(document, one));
    });
  }

  changeBehavior(change: BehaviorChange): void {
    const { delivery, settings } = this.#options;
    delivery.change(change, settings().deployment.delaySeconds);
  }

  send(request: BenchRequest): Promise<BenchAnswer> {
    const { port, headers } = this.#wayTo(request);
    return sendRequest(port, { ...request, headers }, this.#options.clock);
  }

  #shown({ id, domainName, version }: DistributionDocument, behavior: CacheBehavior): StageBehavior {
    const { PathPattern: pathPattern, MinTTL: minTTL, ForwardedValues } = behavior;
    const { QueryString: queryString, Cookies } = ForwardedValues;
    return {
      ...{ distribution: id, domainName, pathPattern, minTTL, queryString },
      cookies: Cookies.Forward,
      cookieNames: Cookies.WhitelistedNames,
      isChangeable: eraOf(version) === '12',
      isChanged: this.#options.delivery.changes.has(id, pathPattern),
    };
  }

  /** The edge location's own port, else the shared one with the header that names it. */
  #wayTo({ url, pop, viewer, headers: given }: BenchRequest) {
    const { addresses, settings } = this.#options;
    const role = /^https:/i.test(url) ? 'https' : 'http';
    const own = addresses.find((one) => one.role === role && one.pop === pop && pop !== null);
    const shared = addresses.find((one) => one.role === role && one.pop === null);
    const address = own ?? shared;
    const { viewerChoosesEdge, proxyProtocol } = settings().trust;
    if (address === undefined) throw noWay(`no port for viewers speaks ${role}`);
    if (own === undefined && pop !== null && !viewerChoosesEdge) {
      throw noWay(
        `${pop} has no ${role} port of its own, and viewers may not choose (trust.viewerChoosesEdge)`,
      );
    }
    const headers = new Map(given);
    if (own === undefined && pop !== null) headers.set('X-Edgefront-Pop', pop);
    if (viewer !== null) headers.set('X-Edgefront-Viewer', viewer);
    return { port: viewerPort(address, proxyProtocol), headers };
  }
}

function noWay(message: string): AdminRefusal {
  return new AdminRefusal(409, message, 'a port for viewers that leads there');
}

function viewerPort({ role, url }: Address, expectsProxyHeader: boolean): ViewerPort {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isEverywhere = host === '0.0.0.0' || host === '::';
  return {
    host: isEverywhere ? '127.0.0.1' : host,
    port: Number(port),
    isSecure: role === 'https',
    expectsProxyHeader,
  };
}
