/**
 * The composition root: settings in, a running edgefront out. Everything that owns something is made here
 * and nowhere else, and closed here in the opposite order; rooms below know only what they are handed.
 */
import type { AdminServer } from './admin/admin-server.ts';
import type { LessonDesk, LessonParts } from './admin/stage.ts';
import type { Clock } from './clock.ts';
import type { CertificateStore } from './config/certificate-store.ts';
import type { Settings } from './config/settings.ts';
import { StateOwner } from './config/state-owner.ts';
import { Database } from './control/database.ts';
import type { PathInvalidation } from './edge/order.ts';
import { AccessLogs } from './logs/access-logs.ts';
import type { LogProblem } from './logs/log-problem.ts';
import type { OperatorLog } from './logs/operator-log.ts';
import { Usage } from './logs/usage.ts';
import { OriginTroubles } from './origin/troubled-origins.ts';
import type { DeploymentSettings } from './routing/compiled-distribution.ts';
import { type Address, addressOf } from './simulator/address.ts';
import type { ControlPlace, ControlSide } from './simulator/control-side.ts';
import { Delivery } from './simulator/delivery.ts';
import { Distances } from './simulator/distances.ts';
import type { HandedSockets } from './simulator/handed-sockets.ts';
import type { RunningStage } from './simulator/running-stage.ts';
import { ServedNames } from './simulator/served-names.ts';
import type { Ledger, Serving, ServingOptions } from './simulator/serving.ts';
import type { StartWorker } from './simulator/worker-talk.ts';

export { Clash } from './control/clash.ts';
export type { Address } from './simulator/address.ts';

export interface SimulatorOptions {
  readonly clock: Clock;
  readonly log: OperatorLog;
  /** Begins threads that share the work; without it this one does it alone, whatever the settings say. */
  readonly startWorker?: StartWorker | null;
  /** Where the system listens for us; without them every port is opened. */
  readonly sockets?: HandedSockets | null;
  /** What the operator's window is to teach. */
  readonly openLesson?: (parts: LessonParts) => LessonDesk;
}

/** What became of a new configuration: refused whole, or taken, but for the parts that need a restart (D-16). */
export type Reload = { readonly clashes: readonly string[] } | { readonly late: readonly string[] };

/** Starts everything; rejects, with nothing left open, when a part cannot start. */
export async function startSimulator(settings: Settings, options: SimulatorOptions): Promise<Simulator> {
  const owner = StateOwner.claim(settings.state.directory);
  let simulator: Simulator | null = null;
  try {
    const serve = await waysToServe(settings, options);
    const openControl = await waysToControl(settings);
    simulator = new Simulator(settings, { ...options, serve, openControl }, owner);
    await simulator.open();
    return simulator;
  } catch (error) {
    if (simulator === null) owner.release();
    else await simulator.stop();
    throw error;
  }
}

/** Who serves alone needs none of what supervising needs, nor the other way round: code is loaded when it is. */
async function waysToServe({ workers }: Settings, { startWorker = null }: SimulatorOptions): Promise<Serve> {
  if (startWorker === null || workers === 0) {
    const { ServingAlone } = await import('./simulator/serving-alone.ts');
    return (options) => new ServingAlone(options);
  }
  const { ServingTogether } = await import('./simulator/serving-together.ts');
  return (options) => new ServingTogether(options, startWorker);
}

/** Null where nothing listens for the control API and it never did: what it once made is served without a port too. */
async function waysToControl({ listen, state }: Settings): Promise<OpenControl | null> {
  const isAsked = listen.control !== null || listen.controlTls !== null;
  if (!isAsked && !Database.isIn(state.directory)) return null;
  const { ControlSide } = await import('./simulator/control-side.ts');
  return ControlSide.open;
}

type Serve = (options: ServingOptions) => Serving;
type OpenControl = typeof ControlSide.open;

interface SimulatorParts extends SimulatorOptions {
  readonly serve: Serve;
  readonly openControl: OpenControl | null;
}

export class Simulator {
  readonly #options: SimulatorParts;
  readonly #owner: StateOwner;
  readonly #usage: Usage;
  readonly #accessLogs: AccessLogs | null;
  readonly #control: ControlSide | null;
  readonly #names: ServedNames;
  readonly #serving: Serving;
  readonly #distances: Distances;
  readonly #troubles = new OriginTroubles();
  readonly #delivery: Delivery;
  readonly #addresses: Address[] = [];
  readonly #sockets: HandedSockets | null;
  #settings: Settings;
  #certificates: CertificateStore | null = null;
  #admin: AdminServer | null = null;
  #isReady = false;
  #problems = 0;

  constructor(settings: Settings, options: SimulatorParts, owner: StateOwner) {
    const { clock } = options;
    const { trust, logs } = settings;
    const onProblem = (problem: LogProblem) => this.#report(problem, problem.message);
    this.#settings = settings;
    this.#options = options;
    this.#sockets = options.sockets ?? null;
    this.#owner = owner;
    this.#usage = new Usage({
      directory: settings.state.directory,
      keepDays: settings.usage.keepDays,
      clock,
      onProblem,
    });
    this.#accessLogs = logs === null ? null : new AccessLogs({ ...logs, clock, onProblem });
    const onControlProblem = (error: unknown, requestId: string | null) =>
      this.#report({ err: error, requestId }, 'the control API met a problem');
    this.#control = options.openControl?.(settings, { clock, onProblem: onControlProblem }) ?? null;
    this.#distances = new Distances(settings.network);
    const documents = this.#control?.documents() ?? settings.distributions;
    const deployment = { documents, settings: operatorSettings(settings) };
    const [distances, troubles] = [this.#distances, this.#troubles];
    this.#serving = options.serve({
      ...{ settings, deployment, clock, distances, troubles },
      ledger: this.#ledger(),
      sockets: this.#sockets,
    });
    this.#names = new ServedNames(documents, trust.localNames);
    this.#delivery = new Delivery({
      ...{ fleet: this.#serving.fleet, ...deployment, names: this.#names },
      onNames: () => this.#replaceNames(),
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
    this.#sockets?.expectOnly(portsOf(this.#settings));
    await this.#usage.load();
    const securePorts = [listen.https, listen.controlTls, ...edges.map(({ https }) => https)];
    if (securePorts.some((port) => port !== null)) await this.#openCertificates();
    this.#addresses.push(...(await this.#serving.open(this.#certificates)));
    await this.#openAdmin();
    await this.#openControl();
    this.#isReady = true;
  }

  /** A new configuration goes to the edge locations with its delay, beside what the control API has made. */
  reload(settings: Settings): Reload {
    const clashes = this.#control?.clashes(settings) ?? [];
    if (clashes.length > 0) return { clashes };
    const late = lateChanges(this.#settings, settings);
    this.#settings = { ...settings, ...lateParts(this.#settings) };
    this.#certificates?.replaceCertificates(settings.certificates);
    this.#serving.identitiesChanged();
    this.#delivery.settings = operatorSettings(settings);
    if (this.#control !== null) this.#control.reload(this.#settings);
    else this.#delivery.deploy(settings.distributions, { ...settings.deployment, onDone: () => undefined });
    return { late };
  }

  /** Drains: no new connections, exchanges in flight finish (bounded), logs and usage are written. */
  async stop(): Promise<void> {
    this.#isReady = false;
    await Promise.all([this.#serving.close(), this.#control?.close()]);
    await this.#admin?.close();
    await this.#serving.fleet.close();
    await this.#accessLogs?.close();
    await this.#usage.save();
    this.#owner.release();
  }

  async #openCertificates(): Promise<void> {
    const { certificates, state, listen } = this.#settings;
    const { clock } = this.#options;
    const options = { certificates, stateDirectory: state.directory, host: listen.host, clock };
    const { CertificateStore } = await import('./config/certificate-store.ts');
    this.#certificates = await CertificateStore.open(options);
    this.#certificates.replaceNames(this.#names.all());
  }

  /** The edge locations hold everything, so nothing is on its way (D-16). */
  async #openControl(): Promise<void> {
    const { control, controlTls } = this.#settings.listen;
    this.#control?.start(this.#delivery);
    if (control !== null) this.#addresses.push(await this.#control!.openPort(this.#place(control), null));
    if (controlTls === null) return;
    this.#addresses.push(await this.#control!.openPort(this.#place(controlTls), this.#certificates));
  }

  #place(port: number): ControlPlace {
    return { port, socket: this.#sockets?.for(port) ?? null };
  }

  async #openAdmin(): Promise<void> {
    const { listen, trust } = this.#settings;
    if (listen.admin === null) return;
    const host = listen.adminHost;
    const { AdminServer } = await import('./admin/admin-server.ts');
    const admin = new AdminServer({
      host,
      port: listen.admin,
      socket: this.#sockets?.for(listen.admin) ?? null,
      clock: this.#options.clock,
      edges: () => this.#serving.fleet.edges,
      invalidate: (invalidation) => this.#serving.fleet.invalidateNow(invalidation),
      gather: () => this.#serving.gather(),
      isReady: () => this.#isReady,
      usage: this.#usage,
      flushLogs: () => this.#flushLogs(),
      hosts: trust.adminHosts,
      token: trust.adminToken,
      stage: await this.#stage(),
      problems: () => this.#problems,
      droppedRecords: () => this.#accessLogs?.droppedRecords ?? 0,
      onMistake: (error, where) => this.#report({ err: error, ...where }, 'mistake'),
      viewerChoosesEdge: trust.viewerChoosesEdge,
    });
    const port = await admin.open();
    this.#admin = admin;
    this.#addresses.push(addressOf({ role: 'admin', host, port }));
  }

  async #stage(): Promise<RunningStage> {
    const { clock, openLesson } = this.#options;
    const { RunningStage } = await import('./simulator/running-stage.ts');
    const { fleet } = this.#serving;
    const stage = new RunningStage({
      ...{ clock, distances: this.#distances, troubles: this.#troubles, delivery: this.#delivery },
      onTrouble: (domainName, trouble) => fleet.trouble(domainName, trouble),
      edges: () => fleet.edges,
      addresses: this.#addresses,
      settings: () => this.#settings,
    });
    const invalidate = (invalidation: PathInvalidation) => fleet.invalidateNow(invalidation);
    stage.lesson = openLesson?.({ clock, stage, invalidate, edges: () => fleet.edges }) ?? null;
    return stage;
  }

  #ledger(): Ledger {
    return {
      takeLines: (batch) => this.#accessLogs?.take(batch),
      countUsage: (event) => this.#usage.count(event),
      addUsage: (hours) => this.#usage.add(hours),
      reportMistake: (error, where) => this.#report({ err: error, ...where }, 'mistake'),
      reportDeath: (worker, error) => this.#report({ err: error, worker }, 'a worker died and is replaced'),
    };
  }

  #replaceNames(): void {
    this.#certificates?.replaceNames(this.#names.all());
    this.#serving.identitiesChanged();
  }

  async #flushLogs(): Promise<string[]> {
    await this.#serving.gather();
    return (await this.#accessLogs?.flush()) ?? [];
  }

  #report(problem: object, message: string): void {
    this.#problems += 1;
    this.#options.log.error(problem, message);
  }
}

/** What the operator says of every distribution, wherever it comes from. */
function operatorSettings({ origins, signers }: Settings): DeploymentSettings {
  return { origins, signers };
}

function portsOf({ listen, edges }: Settings): (number | null)[] {
  const shared = [listen.http, listen.https, listen.admin, listen.control, listen.controlTls];
  return [...shared, ...edges.flatMap(({ http, https }) => [http, https])];
}

/** What listeners, edge locations and files are made of, once. */
function lateParts({ listen, workers, edges, limits, trust, network, state, logs, usage }: Settings) {
  return { listen, workers, edges, limits, trust, network, state, logs, usage };
}

function lateChanges(before: Settings, after: Settings): string[] {
  const parts = lateParts(after);
  return Object.entries(lateParts(before))
    .filter(([name, part]) => JSON.stringify(part) !== JSON.stringify(parts[name as keyof typeof parts]))
    .map(([name]) => name);
}
