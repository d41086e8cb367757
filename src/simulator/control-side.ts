/** The control API of a running edgefront: its plane, its ports, and the operator's settings as they stand. */
import type { Clock } from '../clock.ts';
import type { CertificateStore } from '../config/certificate-store.ts';
import type { Settings } from '../config/settings.ts';
import { ControlPlane } from '../control/control-plane.ts';
import { type ControlOptions, ControlServer } from '../control/control-server.ts';
import type { ControlSettings } from '../control/control-settings.ts';
import type { EdgeFleet } from '../control/edge-fleet.ts';
import type { DistributionDocument } from '../routing/compiled-distribution.ts';
import { type Address, addressOf } from './address.ts';

/** The name that clients of CloudFront's API ask for, whatever address it leads them to. */
const CONTROL_NAME = 'cloudfront.amazonaws.com';

export interface ControlSideOptions {
  readonly clock: Clock;
  /** A change of status could not be written, or a call met a mistake of ours. */
  readonly onProblem: (error: unknown, requestId: string | null) => void;
}

/** Where the API is to be reached. */
export interface ControlPlace {
  readonly port: number;
  /** Descriptor of a socket that was handed over; null: it opens one. */
  readonly socket: number | null;
}

export class ControlSide {
  readonly #options: ControlSideOptions;
  readonly #plane: ControlPlane;
  readonly #servers: ControlServer[] = [];
  #settings: Settings;

  private constructor(settings: Settings, options: ControlSideOptions, plane: ControlPlane) {
    this.#settings = settings;
    this.#options = options;
    this.#plane = plane;
  }

  /** Throws when the store cannot be opened, or holds names or ids that the file has (D-18). */
  static open(settings: Settings, options: ControlSideOptions): ControlSide {
    const plane = ControlPlane.open({
      directory: settings.state.directory,
      clock: options.clock,
      settings: controlSettings(settings),
      onProblem: (error) => options.onProblem(error, null),
    });
    return new ControlSide(settings, options, plane);
  }

  /** Everything to be served, the file's distributions first. */
  documents(): readonly DistributionDocument[] {
    return this.#plane.documents();
  }

  /** The edge locations hold `documents()`. */
  start(fleet: EdgeFleet): void {
    this.#plane.start(fleet);
  }

  /** Plain HTTP without certificates. */
  async openPort({ port, socket }: ControlPlace, certificates: CertificateStore | null): Promise<Address> {
    const { host } = this.#settings.listen;
    const tls = (await certificates?.serviceOptions([CONTROL_NAME])) ?? null;
    const server = new ControlServer(this.#serverOptions({ host, port, socket, tls }));
    const opened = await server.open();
    this.#servers.push(server);
    return addressOf({ role: tls === null ? 'control' : 'controlTls', host, port: opened });
  }

  /** What keeps a configuration from being taken, each in a sentence (D-18). */
  clashes(settings: Settings): readonly string[] {
    return this.#plane.clashes(fileResources(settings));
  }

  /** Takes settings without `clashes`, and sends what changed on its way. */
  reload(settings: Settings): void {
    this.#settings = settings;
    this.#plane.reload(controlSettings(settings));
  }

  /** Calls under way are answered; nothing is written any more. */
  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()));
    this.#plane.close();
  }

  /** The callers' rules are read when they are needed, so a reload changes them for open ports. */
  #serverOptions(place: Pick<ControlOptions, 'host' | 'port' | 'socket' | 'tls'>): ControlOptions {
    const settings = () => this.#settings;
    const { clock, onProblem } = this.#options;
    return {
      ...{ ...place, clock, perform: this.#plane.perform, onMistake: onProblem },
      get credentials() {
        return settings().credentials;
      },
      get acceptsAnyKey() {
        return settings().control.uncheckedKeys;
      },
      get pinsSchemes() {
        return settings().control.pinSignatures;
      },
      get refusesPlainHttp() {
        return settings().control.refusePlainHttp;
      },
      get locationBase() {
        return settings().control.locationBase;
      },
    };
  }
}

function controlSettings(settings: Settings): ControlSettings {
  const { deployment, control, signers } = settings;
  return {
    delaySeconds: deployment.delaySeconds,
    limits: control.limits,
    signers,
    known: knownNames(settings),
    expandsWildcards: control.expandWildcards,
    file: fileResources(settings),
  };
}

/** What configurations may refer to; certificates are always checked, for no other could be shown. */
function knownNames({ control, credentials, signers, certificates, origins }: Settings) {
  const accounts = [...credentials.map(({ account }) => account), ...signers.keys()];
  const { signerAccounts, knownBucketsOnly } = control;
  return {
    accounts: signerAccounts === null ? null : new Set([...signerAccounts, ...accounts]),
    certificates: new Set(certificates.flatMap(({ iamCertificateId }) => iamCertificateId ?? [])),
    bucketHosts: knownBucketsOnly ? new Set(origins.keys()) : null,
  };
}

function fileResources({ distributions, originAccessIdentities }: Settings): ControlSettings['file'] {
  return { distributions, identities: originAccessIdentities };
}
