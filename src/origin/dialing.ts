/**
 * One attempt to reach an endpoint: name, then every address in turn, then TLS, all within one time limit
 * (OR-36). An address that stays silent gives way early enough for the others to have their share of it.
 */
import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';
import type { Clock, Timer } from '../clock.ts';
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import type { Endpoint } from '../routing/origin-target.ts';
import type { AddressBook } from './address-book.ts';
import { DialError } from './dial-error.ts';
import { faultOfConnect } from './fault-of-error.ts';

export interface TlsRoute {
  readonly context: SecureContext;
  /** The name asked for (SNI), and compared where names are verified. */
  readonly serverName: string;
  readonly verifiesName: boolean;
}

/** Where a connection leads; `tls` null for plain HTTP. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly tls: TlsRoute | null;
}

export interface DialTools {
  readonly clock: Clock;
  readonly addresses: AddressBook;
  readonly timeoutMs: number;
}

/** Who dials. */
export interface DialTaker {
  /** Once: a socket ready for requests, or why there is none. */
  onDialed(outcome: Socket | DialError): void;
  /** Whatever arrives; the bytes are another's again when it returns. */
  onRead(bytes: Buffer): void;
}

/**
 * All plain sockets read into one buffer, since each gives it back before the next one is read: Node would
 * allocate 64 KiB for every read. A TLS socket may be read while another one is, so each has its own.
 */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);
/** The most that one TLS record holds. */
const TLS_READ_BYTES = 16 * 1024;

/** Trust and name checks of one origin (OR-9): its own authority or the system's, always verified. */
export function compileTlsRoute(domainName: string, ca: string | null, verifiesName: boolean): TlsRoute {
  const context = createSecureContext(ca === null ? {} : { ca });
  return { context, serverName: domainName, verifiesName };
}

export class Dialing {
  readonly #route: Route;
  readonly #tools: DialTools;
  readonly #taker: DialTaker;
  readonly #dueAt: number;
  #addressesLeft: string[] = [];
  #socket: Socket | null = null;
  #timer: Timer | null = null;
  #isOver = false;

  constructor(route: Route, tools: DialTools, taker: DialTaker) {
    this.#route = route;
    this.#tools = tools;
    this.#taker = taker;
    this.#dueAt = tools.clock.realNow() + tools.timeoutMs;
    this.#resolve();
  }

  /** Gives up silently: `onDialed` is not called any more. */
  cancel(): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#socket?.destroy();
  }

  #resolve(): void {
    const { clock, addresses, timeoutMs } = this.#tools;
    this.#timer = clock.after(timeoutMs, () => this.#give('dns'));
    addresses.addressesOf(this.#route.endpoint.host).then(
      (found) => this.#try(found),
      () => this.#give('dns'),
    );
  }

  #try(addresses: readonly string[]): void {
    if (this.#isOver) return;
    this.#timer?.cancel();
    const leftMs = this.#dueAt - this.#tools.clock.realNow();
    const shareMs = Math.max(0, leftMs / addresses.length);
    this.#timer = this.#tools.clock.after(shareMs, () => this.#failed('connect-timeout'));
    const [address, ...others] = addresses;
    this.#addressesLeft = others;
    if (address === undefined) this.#give('dns');
    else this.#open(address);
  }

  #open(address: string): void {
    const { endpoint, tls } = this.#route;
    const target = { host: address, port: endpoint.port, onread: this.#readsInto(tls) };
    const socket = tls === null ? connect(target) : connectTls({ ...target, ...tlsOptions(tls) });
    let isConnected = false;
    this.#socket = socket;
    socket.setNoDelay(true).setKeepAlive(true, 60_000);
    socket.once('connect', () => {
      isConnected = true;
    });
    socket.once(tls === null ? 'connect' : 'secureConnect', () => this.#opened(socket));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#socket === socket) this.#failed(isConnected ? 'tls' : faultOfConnect(error));
    });
  }

  #readsInto(tls: TlsRoute | null): OnReadOpts {
    const taker = this.#taker;
    const buffer = tls === null ? READ_BUFFER : Buffer.allocUnsafeSlow(TLS_READ_BYTES);
    const callback = (bytes: number) => {
      taker.onRead(buffer.subarray(0, bytes));
      return true;
    };
    return { buffer, callback };
  }

  #opened(socket: Socket): void {
    if (this.#isOver || this.#socket !== socket) return;
    this.#end();
    this.#socket = null;
    this.#taker.onDialed(socket);
  }

  /** This address is given up; the next one may do. */
  #failed(kind: OriginFaultKind): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
    if (this.#isOver) return;
    if (this.#addressesLeft.length === 0) this.#give(kind);
    else this.#try(this.#addressesLeft);
  }

  #give(kind: OriginFaultKind): void {
    if (this.#isOver) return;
    this.#end();
    this.#taker.onDialed(new DialError(kind));
  }

  #end(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }
}

function tlsOptions({ context, serverName, verifiesName }: TlsRoute) {
  return {
    secureContext: context,
    servername: isIP(serverName) === 0 ? serverName : '',
    rejectUnauthorized: true,
    ...(verifiesName ? {} : { checkServerIdentity: () => undefined }),
  };
}
