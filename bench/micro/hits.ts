/**
 * A whole hit between the doors: from a request that has been read to an answer that has been handed over, logged
 * and counted. No socket is touched, so this is what the edge itself costs beside reading and writing.
 */
import { SystemClock } from '../../src/clock.ts';
import type { EdgeLocation } from '../../src/edge/edge-location.ts';
import { Exchange } from '../../src/edge/exchange.ts';
import { Fleet } from '../../src/edge/fleet.ts';
import { run } from '../../src/edge/flow.ts';
import { DEFAULT_EDGE_LIMITS } from '../../src/edge/limits.ts';
import type { ResponseHead, ViewerResponse } from '../../src/edge/viewer.ts';
import { parseRequestTarget } from '../../src/http/request-target.ts';
import { AccessLines } from '../../src/logs/access-lines.ts';
import { UsageCounts } from '../../src/logs/usage-counts.ts';
import type { Origin, OriginReader } from '../../src/origin/origin.ts';
import { HeaderSection } from '../../src/policy/header-section.ts';
import { signUrl } from '../../src/signing/sign.ts';
import { DOMAIN_NAME, documentOf } from '../../test/harness/test-edge.ts';
import { KEY_PAIR_ID, PRIVATE_KEY, PUBLIC_KEY_PEM } from '../../test/signing/signer.ts';

const PATHS = 1024;
const BODY = Buffer.alloc(1024, 'x');
const ORIGIN_HEADERS = [
  ...['Content-Type', 'image/jpeg', 'Cache-Control', 'max-age=86400', 'ETag', '"abc"'],
  ...['Last-Modified', 'Tue, 01 Jan 2013 00:00:00 GMT'],
];
const REQUEST_HEADERS = [
  ...['Host', DOMAIN_NAME, 'User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
  ...['Accept', '*/*', 'Accept-Encoding', 'gzip, br'],
];
const SECTION = new HeaderSection(REQUEST_HEADERS);

/** Answers at once, always the same. */
const ORIGIN: Origin = {
  fetch(_request, reader: OriginReader) {
    queueMicrotask(() => {
      reader.onHead({ status: 200, reason: 'OK', headers: [...ORIGIN_HEADERS], bodyBytes: BODY.length });
      reader.onBytes(BODY);
      reader.onEnd();
    });
    return { abort: () => undefined, pause: () => undefined, resume: () => undefined };
  },
};

/** Takes everything. */
class NoViewer implements ViewerResponse {
  bytesSent = 0;
  readonly isFlushed = true;

  writeHead(head: ResponseHead): void {
    this.bytesSent += head.kept.length + head.own.length;
  }

  write(chunk: Buffer): boolean {
    this.bytesSent += chunk.length;
    return true;
  }

  flush(): void {}
  end(): void {}
  cut(): void {}
}

export interface HitKind {
  readonly hasLog?: boolean;
  readonly isSigned?: boolean;
  /** The headers are read again for each request. */
  readonly hasFreshSection?: boolean;
  /** The viewer has it already. */
  readonly isConditional?: boolean;
}

/** Answers the status of a hit of one of many stored objects. */
export async function hits(kind: HitKind): Promise<(at: number) => number> {
  const edge = edgeOf(kind);
  const targets = Array.from({ length: PATHS }, (_, at) =>
    targetOf(`/images/${at % 7}/picture-${at}.jpg`, kind),
  );
  const list = kind.isConditional ? [...REQUEST_HEADERS, 'If-None-Match', '"abc"'] : REQUEST_HEADERS;
  const section = kind.isConditional ? new HeaderSection(list) : SECTION;
  const ask = (at: number) => {
    const request = {
      method: 'GET',
      target: targets[at % PATHS]!,
      parsedTarget: parseRequestTarget(targets[at % PATHS]!),
      section: kind.hasFreshSection ? new HeaderSection(list) : section,
      httpVersion: '1.1',
      isSecure: false,
      clientAddress: '192.0.2.10',
    };
    const x = new Exchange(edge, request, new NoViewer());
    run(x, 'receive');
    return x.status;
  };
  for (let at = 0; at < PATHS; at++) ask(at);
  // What is fetched comes in microtasks.
  await new Promise((resolve) => setImmediate(resolve));
  const status = kind.isConditional ? 304 : 200;
  if (ask(0) !== status || edge.counters.originRequests !== PATHS) throw new Error('these are no hits');
  return ask;
}

function edgeOf({ hasLog = false, isSigned = false }: HitKind): EdgeLocation {
  const clock = new SystemClock();
  const lines = new AccessLines(clock, () => undefined);
  const usage = new UsageCounts();
  const logging = { Enabled: hasLog, IncludeCookies: false, Bucket: 'logs.s3.amazonaws.com', Prefix: '' };
  const signers = { TrustedSigners: { Enabled: isSigned, AwsAccountNumbers: isSigned ? ['self'] : [] } };
  const document = documentOf({ behavior: signers, config: { Logging: logging } });
  const keys = new Map([['self', new Map([[KEY_PAIR_ID, PUBLIC_KEY_PEM]])]]);
  const fleet = new Fleet({
    edges: [{ pop: 'FRA2', region: 'EU', cacheBytes: 64 * 1024 ** 2, maxObjectShare: 0.5 }],
    deployment: { documents: [document], settings: { origins: new Map(), signers: keys } },
    clock,
    limits: DEFAULT_EDGE_LIMITS,
    hasLocalNames: true,
    sinks: {
      recordAccess: (target, record) => lines.record(target, record),
      countUsage: (event) => usage.count(event),
      reportMistake: (error) => {
        throw error;
      },
    },
    createOrigins: () => ({ for: () => ORIGIN, close: async () => undefined }),
    crew: null,
  });
  return fleet.edges[0]!;
}

function targetOf(path: string, { isSigned = false }: HitKind): string {
  if (!isSigned) return path;
  const url = `http://${DOMAIN_NAME}${path}`;
  const options = { keyPairId: KEY_PAIR_ID, privateKey: PRIVATE_KEY, expires: 4_000_000_000 };
  return signUrl(url, options).slice(`http://${DOMAIN_NAME}`.length);
}
