/**
 * The composition root: settings in, a running edgefront out. Everything that owns something is made here
 * and nowhere else, and closed here in the opposite order; rooms below know only what they are handed.
 */
import { AdminServer } from './admin/admin-server.ts';
import type { LessonDesk, LessonParts } from './admin/stage.ts';
import type { Clock } from './clock.ts';
import { CertificateStore } from './config/certificate-store.ts';
import type { Settings } from './config/settings.ts';
import { StateOwner } from './config/state-owner.ts';
import type { ExchangeSinks } from './edge/edge-location.ts';
import { Fleet } from './edge/fleet.ts';
import { AccessLogs } from './logs/access-logs.ts';
import type { LogProblem } from './logs/log-problem.ts';
import type { OperatorLog } from './logs/operator-log.ts';
import { Usage } from './logs/usage.ts';
import { Origins } from './origin/origins.ts';
import { OriginTroubles, TroubledOrigins } from './origin/troubled-origins.ts';
import type { DeploymentSettings } from './routing/compiled-distribution.ts';
import type { OriginTarget } from './routing/origin-target.ts';
import { type Address, addressOf } from './simulator/address.ts';
import { CONTROL_NAME, ControlSide } from './simulator/control-side.ts';
import { Delivery } from './simulator/delivery.ts';
import { Distances } from './simulator/distances.ts';
import { RunningStage } from './simulator/running-stage.ts';
import { ServedNames } from './simulator/served-names.ts';
import { ViewerPorts } from './simulator/viewer-ports.ts';

export { Clash } from './control/clash.ts';
export type { Address } from './simulator/address.ts';

export interface SimulatorOptions {
  readonly clock: Clock;
  readonly log: OperatorLog;
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
    simulator = new Simulator(settings, options, owner);
    await simulator.open();
    return simulator;
  } catch (error) {
    if (simulator === null) owner.release();
    else await simulator.stop();
    throw error;
  }
}

export class Simulator {
  readonly #options: SimulatorOptions;
  readonly #owner: StateOwner;
  readonly #usage: Usage;
  readonly #accessLogs: AccessLogs | null;
  readonly #control: ControlSide | null;
  readonly #names: ServedNames;
  readonly #distances: Distances;
  readonly #troubles = new OriginTroubles();
  readonly #fleet: Fleet;
  readonly #delivery: Delivery;
  readonly #addresses: Address[] = [];
  #settings: Settings;
  #certificates: CertificateStore | null = null;
  #viewerPorts: ViewerPorts | null = null;
  #admin: AdminServer | null = null;
  #isReady = false;
  #problems = 0;

  constructor(settings: Settings, options: SimulatorOptions, owner: StateOwner) {
    const { clock } = options;
    const { limits, trust, edges, logs } = settings;
    const onProblem = (problem: LogProblem) => this.#report(problem, problem.message);
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
    this.#control = ControlSide.open(settings, {
      clock,
      onProblem: (error, requestId) =>
        this.#report({ err: error, requestId }, 'the control API met a problem'),
    });
    this.#distances = new Distances(settings.network);
    const documents = this.#control?.documents() ?? settings.distributions;
    const deployment = { documents, settings: operatorSettings(settings) };
    this.#fleet = new Fleet({
      edges,
      deployment,
      clock,
      limits,
      sinks: this.#sinks(),
      hasLocalNames: trust.localNames,
      createOrigins: ({ pop }) => this.#origins(pop),
      viewerRoundTrip: ({ pop }) => this.#distances.viewerRoundTrip(pop),
    });
    this.#names = new ServedNames(documents, trust.localNames);
    this.#delivery = new Delivery({
      ...{ fleet: this.#fleet, ...deployment, names: this.#names },
      onNames: () => this.#certificates?.replaceNames(this.#names.all()),
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
    const securePorts = [listen.https, listen.controlTls, ...edges.map(({ https }) => https)];
    if (securePorts.some((port) => port !== null)) await this.#openCertificates();
    const [fleet, settings, certificates] = [this.#fleet, this.#settings, this.#certificates];
    this.#viewerPorts = new ViewerPorts({ fleet, settings, certificates });
    this.#addresses.push(...(await this.#viewerPorts.open()));
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
    this.#delivery.settings = operatorSettings(settings);
    if (this.#control !== null) this.#control.reload(this.#settings);
    else this.#delivery.deploy(settings.distributions, { ...settings.deployment, onDone: () => undefined });
    return { late };
  }

  /** Drains: no new connections, exchanges in flight finish (bounded), logs and usage are written. */
  async stop(): Promise<void> {
    this.#isReady = false;
    await Promise.all([this.#viewerPorts?.close(), this.#control?.close()]);
    await this.#admin?.close();
    await this.#fleet.close();
    await this.#accessLogs?.close();
    await this.#usage.save();
    this.#owner.release();
  }

  async #openCertificates(): Promise<void> {
    const { certificates, state, listen } = this.#settings;
    const { clock } = this.#options;
    const options = { certificates, stateDirectory: state.directory, host: listen.host, clock };
    this.#certificates = await CertificateStore.open(options);
    this.#certificates.replaceNames(this.#names.all());
  }

  /** The edge locations hold everything, so nothing is on its way (D-16). */
  async #openControl(): Promise<void> {
    const { control, controlTls } = this.#settings.listen;
    this.#control?.start(this.#delivery);
    if (control !== null) this.#addresses.push(await this.#control!.openPort(control, null));
    if (controlTls === null) return;
    const tls = await this.#certificates!.serviceOptions([CONTROL_NAME]);
    this.#addresses.push(await this.#control!.openPort(controlTls, tls));
  }

  async #openAdmin(): Promise<void> {
    const { listen, trust } = this.#settings;
    if (listen.admin === null) return;
    const host = listen.adminHost;
    const admin = new AdminServer({
      host,
      port: listen.admin,
      clock: this.#options.clock,
      edges: () => this.#fleet.edges,
      isReady: () => this.#isReady,
      usage: this.#usage,
      flushLogs: async () => (await this.#accessLogs?.flush()) ?? [],
      hosts: trust.adminHosts,
      token: trust.adminToken,
      stage: this.#stage(),
      logProblems: () => this.#problems,
      viewerChoosesEdge: trust.viewerChoosesEdge,
    });
    const port = await admin.open();
    this.#admin = admin;
    this.#addresses.push(addressOf({ role: 'admin', host, port }));
  }

  /** Of one edge location. */
  #origins(pop: string): TroubledOrigins {
    const { clock } = this.#options;
    const origins = new Origins({ clock, limits: this.#settings.limits });
    const roundTripMs = (target: OriginTarget) => this.#distances.originRoundTripMs(pop, target);
    return new TroubledOrigins({ origins, troubles: this.#troubles, clock, roundTripMs });
  }

  #stage(): RunningStage {
    const { clock, openLesson } = this.#options;
    const stage = new RunningStage({
      ...{ clock, distances: this.#distances, troubles: this.#troubles, delivery: this.#delivery },
      edges: () => this.#fleet.edges,
      addresses: this.#addresses,
      settings: () => this.#settings,
    });
    stage.lesson = openLesson?.({ clock, stage, edges: () => this.#fleet.edges }) ?? null;
    return stage;
  }

  #sinks(): ExchangeSinks {
    return {
      recordAccess: (target, record) => this.#accessLogs?.record(target, record),
      countUsage: (event) => this.#usage.count(event),
      reportMistake: (error, where) => this.#options.log.error({ err: error, ...where }, 'mistake'),
    };
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

/** What listeners, edge locations and files are made of, once. */
function lateParts({ listen, edges, limits, trust, network, state, logs, usage }: Settings) {
  return { listen, edges, limits, trust, network, state, logs, usage };
}

function lateChanges(before: Settings, after: Settings): string[] {
  const parts = lateParts(after);
  return Object.entries(lateParts(before))
    .filter(([name, part]) => JSON.stringify(part) !== JSON.stringify(parts[name as keyof typeof parts]))
    .map(([name]) => name);
}
