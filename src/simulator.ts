/**
 * The composition root: settings in, a running edgefront out. Everything that owns something is made here
 * and nowhere else, and closed here in the opposite order; rooms below know only what they are handed.
 */
import { AdminServer } from './admin/admin-server.ts';
import type { Clock } from './clock.ts';
import { CertificateStore } from './config/certificate-store.ts';
import { serverNames } from './config/server-names.ts';
import type { Settings } from './config/settings.ts';
import { StateOwner } from './config/state-owner.ts';
import { sharedPortPicker } from './edge/edge-choice.ts';
import type { ExchangeSinks } from './edge/edge-location.ts';
import { type Deployment, Fleet } from './edge/fleet.ts';
import { type EdgePicker, Listener } from './edge/listener.ts';
import { AccessLogs } from './logs/access-logs.ts';
import type { LogProblem } from './logs/log-problem.ts';
import type { OperatorLog } from './logs/operator-log.ts';
import { Usage } from './logs/usage.ts';
import { Origins } from './origin/origins.ts';

export interface SimulatorOptions {
  readonly clock: Clock;
  readonly log: OperatorLog;
}

/** Where something listens. */
export interface Address {
  readonly role: 'http' | 'https' | 'admin';
  /** The edge location whose own port it is; null: shared by all. */
  readonly pop: string | null;
  readonly url: string;
}

/** Starts everything; rejects, with nothing left open, when a part cannot start. */
export async function startSimulator(settings: Settings, options: SimulatorOptions): Promise<Simulator> {
  const owner = StateOwner.claim(settings.state.directory);
  const simulator = new Simulator(settings, options, owner);
  try {
    await simulator.open();
    return simulator;
  } catch (error) {
    await simulator.stop();
    throw error;
  }
}

export class Simulator {
  readonly #options: SimulatorOptions;
  readonly #owner: StateOwner;
  readonly #usage: Usage;
  readonly #accessLogs: AccessLogs | null;
  readonly #fleet: Fleet;
  readonly #listeners: Listener[] = [];
  readonly #addresses: Address[] = [];
  #settings: Settings;
  #certificates: CertificateStore | null = null;
  #admin: AdminServer | null = null;
  #isReady = false;
  #problems = 0;

  constructor(settings: Settings, options: SimulatorOptions, owner: StateOwner) {
    const { clock } = options;
    const { limits, trust, edges, logs } = settings;
    const onProblem = (problem: LogProblem) => this.#report(problem);
    this.#settings = settings;
    this.#options = options;
    this.#owner = owner;
    this.#usage = new Usage({
      directory: settings.state.directory,
      keepDays: settings.usage.keepDays,
      clock,
      onProblem,
    });
    this.#accessLogs = logs === null ? null : new AccessLogs({ ...logs, clock, onProblem });
    this.#fleet = new Fleet({
      edges,
      deployment: deploymentOf(settings),
      clock,
      limits,
      sinks: this.#sinks(),
      hasLocalNames: trust.localNames,
      createOrigins: () => new Origins({ clock, limits }),
    });
  }

  get addresses(): readonly Address[] {
    return this.#addresses;
  }

  /** The file to trust so that certificates made on demand are accepted; null without HTTPS. */
  get caFile(): string | null {
    return this.#certificates?.caFile ?? null;
  }

  async open(): Promise<void> {
    const { listen, edges } = this.#settings;
    await this.#usage.load();
    if (listen.https !== null || edges.some((edge) => edge.https !== null)) await this.#openCertificates();
    const shared = sharedPortPicker(this.#fleet, this.#settings.trust.viewerChoosesEdge);
    await this.#openPort('http', null, listen.http, shared);
    await this.#openPort('https', null, listen.https, shared);
    for (const { pop, http, https } of edges) {
      const own = () => this.#fleet.find(pop);
      await this.#openPort('http', pop, http, own);
      await this.#openPort('https', pop, https, own);
    }
    await this.#openAdmin();
    this.#isReady = true;
  }

  /** Takes a new configuration; answers with what of it needs a restart to take effect (D-16). */
  reload(settings: Settings): readonly string[] {
    const late = lateChanges(this.#settings, settings);
    this.#settings = { ...settings, listen: this.#settings.listen, edges: this.#settings.edges };
    this.#certificates?.replaceCertificates(settings.certificates);
    this.#certificates?.replaceNames(serverNames(settings.distributions, settings.trust.localNames));
    this.#fleet.deploy(deploymentOf(settings), settings.deployment.delaySeconds);
    return late;
  }

  /** Drains: no new connections, exchanges in flight finish (bounded), logs and usage are written. */
  async stop(): Promise<void> {
    this.#isReady = false;
    await Promise.all(this.#listeners.map((listener) => listener.close()));
    await this.#admin?.close();
    await this.#fleet.close();
    await this.#accessLogs?.close();
    await this.#usage.save();
    this.#owner.release();
  }

  async #openCertificates(): Promise<void> {
    const { certificates, state, listen, distributions } = this.#settings;
    const { clock } = this.#options;
    const options = { certificates, stateDirectory: state.directory, host: listen.host, clock };
    this.#certificates = await CertificateStore.open(options);
    this.#certificates.replaceNames(serverNames(distributions, this.#settings.trust.localNames));
  }

  async #openPort(
    role: 'http' | 'https',
    pop: string | null,
    port: number | null,
    pick: EdgePicker,
  ): Promise<void> {
    if (port === null) return;
    const { listen, trust } = this.#settings;
    const listener = new Listener({
      host: listen.host,
      port,
      certificates: role === 'https' ? this.#certificates!.tlsOptions : null,
      pick,
      fallback: (pop === null ? null : this.#fleet.find(pop)) ?? this.#fleet.edges[0]!,
      expectsProxyHeader: trust.proxyProtocol,
    });
    const opened = await listener.open();
    this.#listeners.push(listener);
    this.#addresses.push({ role, pop, url: urlOf(role, listen.host, opened) });
  }

  async #openAdmin(): Promise<void> {
    const { listen, trust } = this.#settings;
    if (listen.admin === null) return;
    const host = LOOPBACK;
    const admin = new AdminServer({
      host,
      port: listen.admin,
      clock: this.#options.clock,
      edges: () => this.#fleet.edges,
      isReady: () => this.#isReady,
      usage: this.#usage,
      flushLogs: async () => (await this.#accessLogs?.flush()) ?? [],
      hosts: trust.adminHosts,
      logProblems: () => this.#problems,
      viewerChoosesEdge: trust.viewerChoosesEdge,
    });
    const port = await admin.open();
    this.#admin = admin;
    this.#addresses.push({ role: 'admin', pop: null, url: urlOf('http', host, port) });
  }

  #sinks(): ExchangeSinks {
    return {
      recordAccess: (target, record) => this.#accessLogs?.record(target, record),
      countUsage: (event) => this.#usage.count(event),
      reportMistake: (error, where) => this.#options.log.error({ err: error, ...where }, 'mistake'),
    };
  }

  #report(problem: LogProblem): void {
    this.#problems += 1;
    this.#options.log.error(problem, problem.message);
  }
}

/** The operator's window opens to this machine only. */
const LOOPBACK = '127.0.0.1';

function deploymentOf(settings: Settings): Deployment {
  const { distributions, origins, signers } = settings;
  return { documents: distributions, settings: { origins, signers } };
}

/** Listeners, edge locations and limits are made once. */
function lateChanges(before: Settings, after: Settings): string[] {
  const late = ['listen', 'edges', 'limits', 'trust', 'state', 'logs'] as const;
  return late.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
}

function urlOf(scheme: 'http' | 'https', host: string, port: number): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${shown}:${port}`;
}
