/** A connection to no origin: it is fed what one might send, and what its answer comes to is written down. */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { AnswerTaker } from '../../src/origin/answer-taker.ts';
import { Connection, type Parser } from '../../src/origin/connection.ts';
import type { OriginHead } from '../../src/origin/origin.ts';
import type { FramedHead } from '../../src/origin/response-head.ts';
import type { OriginFaultKind } from '../../src/policy/origin-fault.ts';
import { ManualClock } from './manual-clock.ts';
import { originLimits } from './origin-answer.ts';

/** What was told of an answer. */
export interface Told {
  readonly head: OriginHead | null;
  readonly body: string;
  /** 'open': it would go on. */
  readonly end: 'complete' | 'open' | OriginFaultKind;
}

export interface Fed {
  readonly told: Told;
  /** Another request may follow. */
  readonly isReusable: boolean;
  /** undici read it, or the rest of it. */
  readonly isHanded: boolean;
}

export interface Feed {
  readonly parser: Parser;
  readonly method: string;
  readonly pieces: readonly Buffer[];
}

export const FED_LIMITS = originLimits({ originHeaderBytes: 400, objectBytes: 1000 });

export async function feed({ parser, method, pieces }: Feed): Promise<Fed> {
  const recorder = new Recorder();
  const connection = connectionTo(new SilentSocket() as unknown as Socket, parser);
  recorder.connection = connection;
  connection.send({ method, path: '/', headers: ['Host', 'a.example'] }, recorder);
  await turn();
  for (const piece of pieces) {
    if (recorder.end === 'open' || recorder.end === 'complete') connection.onRead(piece);
    recorder.checkBody();
    // Nobody else may write into what is fed, as sockets do.
    piece.fill(0);
  }
  await turn();
  const { head, body, end } = recorder;
  const isReusable = end === 'complete' && connection.isReusable;
  const fed = { told: { head, body, end }, isReusable, isHanded: connection.isHanded };
  connection.destroy();
  return fed;
}

function connectionTo(socket: Socket, parser: Parser): Connection {
  const tools = { clock: new ManualClock(), addresses: null as never, timeoutMs: 1 };
  const outbox = { add: (sender: { sendNow(): void }) => sender.sendNow() };
  const route = { endpoint: { host: 'a.example', port: 80 }, tls: null };
  const connection = new Connection({
    route,
    tools,
    limits: FED_LIMITS,
    outbox,
    parser,
    onGone: () => undefined,
  });
  connection.onDialed(socket);
  return connection;
}

/** All that was started at once, undici's own turns included, has run. */
async function turn(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve));
}

class SilentSocket extends Duplex {
  override _read(): void {}
  override _write(_bytes: Buffer, _encoding: string, written: () => void): void {
    written();
  }
}

class Recorder implements AnswerTaker {
  connection: Connection | null = null;
  head: OriginHead | null = null;
  body = '';
  end: Told['end'] = 'open';
  #isBodyDue = false;

  onAsked(): void {}

  /** What was said to follow the head at once has come. */
  checkBody(): void {
    if (this.#isBodyDue) throw new Error('no body followed');
  }

  onHead({ head }: FramedHead): void {
    const { isFollowed = false, ...told } = head;
    this.head = told;
    this.#isBodyDue = isFollowed;
  }

  onBody(chunk: Buffer): void {
    this.#isBodyDue = false;
    this.body += chunk.toString('latin1');
  }

  onComplete(): void {
    this.checkBody();
    this.end = 'complete';
  }

  onBroken(kind: OriginFaultKind): void {
    this.checkBody();
    this.end = kind;
    this.connection?.forget();
  }

  onSilence(): void {}
}
