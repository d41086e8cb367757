/** A whole control API for recorded requests: real server, operations and store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ControlPlane } from '../../src/control/control-plane.ts';
import { ControlServer } from '../../src/control/control-server.ts';
import { DEFAULT_CONTROL_LIMITS } from '../../src/control/limits.ts';
import { type RequestDocumentName, readApiDocument } from '../../src/distribution/api-documents.ts';
import { isApiVersion } from '../../src/distribution/api-version.ts';
import { findHeader } from '../../src/http/header-list.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { type RawResponse, rawViewer } from '../harness/raw-viewer.ts';
import { CREDENTIAL, type Recorded } from './recorded.ts';
import { distributionConfig, identityConfig, streamingConfig } from './request-documents.ts';
import { ScriptedFleet } from './scripted-fleet.ts';
import { UNCHECKED } from './unchecked.ts';

/** Operations and store, holding what a request's path names. */
export class RecordedStore {
  readonly plane: ControlPlane;
  readonly #directory = mkdtempSync(join(tmpdir(), 'edgefront-recorded-'));

  constructor(request: Recorded) {
    const clock = new ManualClock(request.signedAt);
    this.plane = ControlPlane.open({
      directory: this.#directory,
      clock,
      settings: {
        ...{ delaySeconds: 0, limits: DEFAULT_CONTROL_LIMITS, signers: new Map(), known: UNCHECKED },
        ...{ expandsWildcards: false, file: { distributions: [], identities: [] } },
      },
      onProblem: raise,
    });
    this.#seed(request);
    this.plane.start(new ScriptedFleet(clock, this.plane.documents()));
  }

  [Symbol.dispose](): void {
    this.plane.close();
    rmSync(this.#directory, { recursive: true });
  }

  #seed(request: Recorded): void {
    const { store, invalidations } = this.plane;
    const common = { account: CREDENTIAL.account, etag: 'E2QWRUHEXAMPLE', modifiedAt: request.signedAt };
    const version = isApiVersion(request.api) ? request.api : '2013-05-12';
    const id = 'EDFDVBD6EXAMPLE';
    if (request.target.includes('/streaming-distribution')) {
      const config = {
        ...(updated('StreamingDistributionConfig', request) ?? streamingConfig()),
        Enabled: false,
      };
      const domainName = 's5c39gqb8ow64r.cloudfront.net';
      store.add({ ...common, kind: 'streaming-distribution', id, version, domainName, config });
    } else {
      const config = { ...(updated('DistributionConfig', request) ?? distributionConfig()), Enabled: false };
      const domainName = 'd604721fxaaqy9.cloudfront.net';
      store.add({ ...common, kind: 'distribution', id, version, domainName, config });
      invalidations.add({
        ...{ id: 'IDFDVBD632BHDS5', distributionId: id, callerReference: 'seeded', paths: ['/a'] },
        createdAt: request.signedAt,
      });
    }
    const config = updated('CloudFrontOriginAccessIdentityConfig', request) ?? identityConfig();
    const identity = { ...common, kind: 'origin-access-identity', id: 'E74FTE3AEXAMPLE' } as const;
    store.add({ ...identity, version, domainName: null, config });
    for (const kind of ['distribution', 'streaming-distribution', 'origin-access-identity'] as const) {
      store.markDeployed(kind, store.generation);
    }
  }
}

/** Sends the request as it was sent, framing included, to a server that believes it is that day. */
export async function replay(request: Recorded, { plane }: RecordedStore): Promise<RawResponse> {
  const server = new ControlServer({
    ...{ host: '127.0.0.1', port: 0, tls: null, credentials: [CREDENTIAL] },
    clock: new ManualClock(request.signedAt),
    perform: plane.perform,
    onMistake: raise,
  });
  const viewer = await rawViewer({ port: await server.open() });
  await viewer.send(bytesOf(request));
  const answer = await viewer.readResponse();
  viewer.abort();
  await server.close();
  return answer;
}

function bytesOf({ method, target, headers, body }: Recorded): Buffer {
  const lines = headers.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
  const isChunked = findHeader(headers, 'transfer-encoding') === 'chunked';
  const framed = isChunked ? `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n${framed}`);
}

/** What a PUT carries, if it is a document of this name. */
function updated<N extends RequestDocumentName>(name: N, { method, api, body }: Recorded) {
  if (method !== 'PUT' || !isApiVersion(api)) return null;
  const reading = readApiDocument(name, Buffer.from(body), api);
  return 'value' in reading ? reading.value : null;
}

function raise(error: unknown): never {
  throw error;
}
