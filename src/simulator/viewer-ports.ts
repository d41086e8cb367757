/** The ports that viewers come to: those all edge locations share, and those of one alone. */
import type { CertificateStore } from '../config/certificate-store.ts';
import type { Settings } from '../config/settings.ts';
import { sharedPortPicker } from '../edge/edge-choice.ts';
import type { EdgeLocation } from '../edge/edge-location.ts';
import type { Fleet } from '../edge/fleet.ts';
import { type EdgePicker, Listener } from '../edge/listener.ts';
import { type Address, addressOf } from './address.ts';

export interface ViewerPortsOptions {
  readonly settings: Settings;
  readonly fleet: Fleet;
  /** Null where nothing speaks TLS. */
  readonly certificates: CertificateStore | null;
}

interface Port {
  readonly role: 'http' | 'https';
  readonly number: number | null;
  /** Whose own it is; null: shared. */
  readonly edge: EdgeLocation | null;
}

export class ViewerPorts {
  readonly #options: ViewerPortsOptions;
  readonly #listeners: Listener[] = [];

  constructor(options: ViewerPortsOptions) {
    this.#options = options;
  }

  /** Answers with where they listen; rejects when a port is taken. */
  async open(): Promise<Address[]> {
    const addresses: Address[] = [];
    for (const { role, number, edge } of this.#ports()) {
      if (number === null) continue;
      const { host } = this.#options.settings.listen;
      const port = await this.#listen({ role, edge }, number);
      addresses.push(addressOf({ role, pop: edge?.pop ?? null, host, port }));
    }
    return addresses;
  }

  /** Drains: no new connections; resolves when the last one is gone, or was cut because it takes too long. */
  async close(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }

  #ports(): Port[] {
    const { settings, fleet } = this.#options;
    const both = ({ http, https }: Pick<Settings['listen'], 'http' | 'https'>, edge: EdgeLocation | null) => [
      { role: 'http' as const, number: http, edge },
      { role: 'https' as const, number: https, edge },
    ];
    return [
      ...both(settings.listen, null),
      ...settings.edges.flatMap((own) => both(own, fleet.find(own.pop))),
    ];
  }

  async #listen({ role, edge }: Pick<Port, 'role' | 'edge'>, port: number): Promise<number> {
    const { settings, fleet, certificates } = this.#options;
    const { listen, trust } = settings;
    const pick: EdgePicker = edge === null ? sharedPortPicker(fleet, trust.viewerChoosesEdge) : () => edge;
    const listener = new Listener({
      ...{ host: listen.host, port, pick },
      certificates: role === 'https' ? certificates!.tlsOptions : null,
      fallback: edge ?? fleet.edges[0]!,
      expectsProxyHeader: trust.proxyProtocol,
    });
    const opened = await listener.open();
    this.#listeners.push(listener);
    return opened;
  }
}
