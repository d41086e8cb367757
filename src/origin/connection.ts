/**
 * One connection to an origin: dialed for its first request, and used by one fetch at a time. Its answers are
 * read by our own reader as long as they are plain; at the first that is not, the connection goes over to
 * undici for good (the rule that makes this safe stands in plain-reader.ts). Either way our own eyes see how
 * the transport ends: in order, or broken (D-5).
 */
import type { Socket } from 'node:net';
import type { AnswerTaker } from './answer-taker.ts';
import { Deadline } from './deadline.ts';
import { DialError } from './dial-error.ts';
import { Dialing, type DialTaker, type DialTools, type Route } from './dialing.ts';
import { faultBeforeHead } from './fault-of-error.ts';
import { HandedAnswer } from './handed-answer.ts';
import { HandedConnection } from './handed-connection.ts';
import type { OriginLimits } from './limits.ts';
import type { Outbox, Sender } from './outbox.ts';
import { PlainReader } from './plain-reader.ts';
import type { HeadRules } from './response-head.ts';
import { plainText, type WireRequest } from './wire-request.ts';

/** Who reads answers: our own reader what is plain and undici the rest, or undici everything. */
export type Parser = 'own' | 'undici';

export interface ConnectionOptions {
  readonly route: Route;
  readonly tools: DialTools;
  readonly limits: OriginLimits;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly parser: Parser;
  /** Told when the transport has gone, whoever closed it; perhaps more than once. */
  readonly onGone: (connection: Connection) => void;
}

export class Connection implements DialTaker, Sender {
  readonly limits: OriginLimits;
  /** Runs while bytes of an answer are awaited; for who takes it to start and stop. */
  readonly silence: Deadline;
  /** Whether the transport broke, instead of being closed in order. */
  isBroken = false;
  /** Real epoch ms at which it is closed if nobody has used it; the pool's. */
  idleUntil = 0;
  readonly #options: ConnectionOptions;
  readonly #reader = new PlainReader();
  #dialing: Dialing | null = null;
  #socket: Socket | null = null;
  #handed: HandedConnection | null = null;
  #answer: HandedAnswer | null = null;
  #request: WireRequest | null = null;
  #rules: HeadRules | null = null;
  /** Null between requests. */
  #taker: AnswerTaker | null = null;
  #isAsked = false;
  #isPaused = false;
  /** No further request may follow. */
  #isSpent = false;

  constructor(options: ConnectionOptions) {
    const { limits, tools } = options;
    this.#options = options;
    this.limits = limits;
    this.silence = new Deadline(tools.clock, limits.originResponseSeconds * 1000, () =>
      this.#taker?.onSilence(),
    );
  }

  /** Sends one request; the taker hears of it later, never before this has returned. */
  send(request: WireRequest, taker: AnswerTaker): void {
    const { route, tools, outbox } = this.#options;
    this.#request = request;
    this.#taker = taker;
    if (this.#socket !== null) outbox.add(this);
    else this.#dialing = new Dialing(route, tools, this);
  }

  /** The outbox's. */
  sendNow(): void {
    const taker = this.#taker;
    const request = this.#request;
    if (taker === null || request === null || this.#isSpent) return;
    if (this.#handed !== null) return this.#handed.send(request, this.#handedAnswer(taker, false));
    const text = this.#options.parser === 'own' ? plainText(request) : null;
    if (text === null) this.#handOver(null);
    else this.#ask(text, taker);
  }

  /** Holds the origin back; what has been read may still come. */
  pause(): void {
    this.#isPaused = true;
    if (this.#answer === null) this.#socket?.pause();
    else this.#answer.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#answer === null) this.#socket?.resume();
    else this.#answer.resume();
  }

  /** undici decides about keeping a connection only after it has reported an answer's end. */
  get isHanded(): boolean {
    return this.#handed !== null;
  }

  /** Whether another request may follow; true only between requests. */
  get isReusable(): boolean {
    if (this.isBroken || this.#isSpent) return false;
    return this.#handed === null || this.#handed.isReusable;
  }

  /** How long it may stay idle: as long as we and the origin both want it. */
  get keepAliveMs(): number {
    const ownMs = this.limits.originKeepAliveSeconds * 1000;
    const seconds = this.#handed === null ? (this.#reader.head?.keepAliveSeconds ?? null) : null;
    return seconds === null ? ownMs : Math.min(ownMs, seconds * 1000 - KEEP_ALIVE_MARGIN_MS);
  }

  /** Whoever waited for an answer hears no more. */
  forget(): void {
    this.silence.stop();
    this.#forgetTaker();
  }

  /** Closes at once, also while connecting; a fetch that still waits hears of it a little later. */
  destroy(): void {
    const taker = this.#forgetTaker();
    this.#isSpent = true;
    this.silence.close();
    this.#dialing?.cancel();
    this.#handed?.destroy();
    this.#socket?.destroy();
    if (taker !== null) queueMicrotask(() => taker.onBroken('closed'));
  }

  /** Resolves when the socket of a destroyed connection is closed. */
  closed(): Promise<void> {
    const socket = this.#socket;
    if (socket === null || socket.closed) return Promise.resolve();
    return new Promise((resolve) => socket.once('close', () => resolve()));
  }

  onDialed(outcome: Socket | DialError): void {
    if (outcome instanceof DialError) return this.#forgetTaker()?.onBroken(outcome.kind);
    this.#socket = outcome;
    outcome.on('error', (error) => this.#onError(error));
    outcome.on('end', () => this.#onEnd());
    outcome.on('close', () => this.#onClose());
    this.sendNow();
  }

  onRead(bytes: Buffer): void {
    if (this.#handed !== null) return this.#handed.receive(Buffer.from(bytes));
    // Nobody asked for it: it could pass for the answer to the next request.
    if (!this.#isAsked) return void this.#socket?.destroy();
    const reading = this.#reader.read(bytes);
    if (reading === 'complete' || reading === 'surplus') this.#complete(reading === 'complete');
    else if (reading === 'odd') this.#handOver(this.#reader.unread);
    else if (reading === 'invalid') this.#forgetTaker()?.onBroken('invalid-response');
  }

  #ask(text: string, taker: AnswerTaker): void {
    this.#isAsked = true;
    this.#reader.begin(this.#rulesFor(this.#request!), taker);
    this.#socket!.write(text, 'latin1');
    taker.onAsked();
  }

  #complete(isAlone: boolean): void {
    if (this.#isPaused) this.resume();
    if (!isAlone || !this.#reader.head!.keepsAlive || this.keepAliveMs <= 0) this.#isSpent = true;
    this.#forgetTaker()?.onComplete();
  }

  /** `unread`: all that came of an answer to a request that is out; null: the request is not. */
  #handOver(unread: Buffer | null): void {
    const hasHead = this.#reader.head !== null && this.#isAsked;
    this.#handed = new HandedConnection(this.#socket!, unread, this.limits);
    this.#handed.send(this.#request!, this.#handedAnswer(this.#taker!, hasHead));
  }

  #handedAnswer(taker: AnswerTaker, hasHead: boolean): HandedAnswer {
    const rules = this.#rulesFor(this.#request!);
    this.#answer = new HandedAnswer({ taker, rules, hasHead, isPaused: this.#isPaused });
    return this.#answer;
  }

  /** The same ones as long as the method is. */
  #rulesFor({ method }: WireRequest): HeadRules {
    if (this.#rules?.method === method) return this.#rules;
    const { originHeaderBytes: headerBytes, objectBytes } = this.limits;
    this.#rules = { method, headerBytes, objectBytes };
    return this.#rules;
  }

  #forgetTaker(): AnswerTaker | null {
    const taker = this.#taker;
    this.#taker = null;
    this.#isAsked = false;
    this.#reader.stop();
    this.#answer?.stop();
    return taker;
  }

  #onError(error: Error): void {
    this.isBroken = true;
    this.#handed?.break(error);
    this.#onOver(error);
  }

  #onEnd(): void {
    if (this.#isAsked && this.#handed === null && this.#reader.endHead()) this.#handOver(this.#reader.unread);
    this.#handed?.receiveEnd();
    this.#onOver(null);
  }

  #onClose(): void {
    this.#handed?.break(undefined);
    this.#onOver(null);
  }

  #onOver(error: Error | null): void {
    if (this.#handed === null) {
      this.#isSpent = true;
      const hasHead = this.#isAsked && this.#reader.head !== null;
      const kind = error === null ? 'closed' : faultBeforeHead(error);
      this.#forgetTaker()?.onBroken(hasHead ? 'truncated' : kind);
    }
    this.#options.onGone(this);
  }
}

/** An origin may close a little before the time it told; undici keeps the same distance. */
const KEEP_ALIVE_MARGIN_MS = 2000;
