/** Reads one origin fetch to its end and keeps everything, with promises for each station. */
import { expect } from 'vitest';
import { DEFAULT_ORIGIN_LIMITS, type OriginLimits } from '../../src/origin/limits.ts';
import type { OriginFetch, OriginHead, OriginReader, OriginRequest } from '../../src/origin/origin.ts';
import type { Origins } from '../../src/origin/origins.ts';
import type { OriginFaultKind } from '../../src/policy/origin-fault.ts';
import type { OriginTarget } from '../../src/routing/origin-target.ts';
import { received } from './recorded-request.ts';

export class OriginAnswer implements OriginReader {
  head: OriginHead | null = null;
  readonly chunks: Buffer[] = [];
  bytes = 0;
  /** 'end', or the fault; null while it goes on. */
  outcome: 'end' | OriginFaultKind | null = null;
  fetch: OriginFetch | null = null;
  readonly #headed = Promise.withResolvers<OriginHead>();
  readonly #ended = Promise.withResolvers<'end' | OriginFaultKind>();
  #waiting: { bytes: number; met: () => void }[] = [];

  onHead(head: OriginHead): void {
    expect(this.fetch, 'the head came before fetch had returned').not.toBeNull();
    expect(this.head, 'a second head').toBeNull();
    this.head = head;
    this.#headed.resolve(head);
  }

  onBytes(chunk: Buffer): void {
    expect(this.outcome, 'bytes after the end').toBeNull();
    this.chunks.push(Buffer.from(chunk));
    this.bytes += chunk.length;
    this.#waiting = this.#waiting.filter(({ bytes, met }) => bytes > this.bytes || met());
  }

  onEnd(): void {
    this.#finish('end');
  }

  onFault(kind: OriginFaultKind): void {
    this.#finish(kind);
  }

  get headed(): Promise<OriginHead> {
    return this.#headed.promise;
  }

  get ended(): Promise<'end' | OriginFaultKind> {
    return this.#ended.promise;
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString('latin1');
  }

  /** All values of one header of the answer. */
  values(lowerName: string): string[] {
    return this.head === null ? [] : received({ headers: this.head.headers }, lowerName);
  }

  receivedBytes(bytes: number): Promise<void> {
    return new Promise((met) => (this.bytes >= bytes ? met() : this.#waiting.push({ bytes, met })));
  }

  #finish(outcome: 'end' | OriginFaultKind): void {
    expect(this.fetch, 'the end came before fetch had returned').not.toBeNull();
    expect(this.outcome, 'a second end').toBeNull();
    this.outcome = outcome;
    this.#ended.resolve(outcome);
  }
}

/** Starts a fetch of a target; GET of `/` over HTTP unless asked otherwise. */
export function fetchFrom(
  origins: Origins,
  target: OriginTarget,
  request: Partial<OriginRequest> = {},
): OriginAnswer {
  const answer = new OriginAnswer();
  const asked = { method: 'GET', path: '/', headers: [], isSecure: false, ...request };
  answer.fetch = origins.for(target).fetch(asked, answer);
  return answer;
}

/** A custom origin at an endpoint, over HTTP and HTTPS alike. */
export function customTarget(
  endpoint: { host: string; port: number },
  overrides: Partial<OriginTarget> = {},
): OriginTarget {
  return {
    id: 'web',
    kind: 'custom',
    domainName: 'www.example.com',
    bucket: '',
    protocolPolicy: 'match-viewer',
    http: endpoint,
    https: endpoint,
    ca: null,
    verifiesName: false,
    usesPathStyle: false,
    region: 'us-east-1',
    credentials: null,
    accessIdentity: null,
    folder: null,
    ...overrides,
  };
}

/** The default limits, some of them replaced. */
export function originLimits(overrides: Partial<OriginLimits> = {}): OriginLimits {
  return { ...DEFAULT_ORIGIN_LIMITS, ...overrides };
}
