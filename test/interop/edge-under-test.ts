/**
 * A whole edgefront in front of one real origin: a configuration file as an operator writes it, read and
 * started as `edgefront serve` does, on the machine's clock, which tests move forward. Everything is gone
 * with the test.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { SystemClock } from '../../src/clock.ts';
import { LocalAuthority } from '../../src/config/local-authority.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { createOperatorLog } from '../../src/logs/operator-log.ts';
import { signUrl } from '../../src/signing/sign.ts';
import { type Simulator, startSimulator } from '../../src/simulator.ts';
import { rawViewer } from '../harness/raw-viewer.ts';
import { type EdgeResponse, requestText, withEase } from '../harness/test-edge.ts';

export const DOMAIN_NAME = 'd111111abcdef8.cloudfront.net';
const KEY_PAIR_ID = 'APKAINTEROP';

export type Scheme = 'http' | 'https';

/** The origin as the operator and the distribution see it. */
export interface OriginChoice {
  readonly domainName: string;
  readonly kind: 's3' | 'custom';
  /** The entry under `origins:`, but for `ca`, which is filled in where `https` is given. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A folder gone with the test, and an authority for the certificates of its origins. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'edgefront-interop-'));
  readonly clock = new SystemClock();
  readonly authority = LocalAuthority.open(join(this.folder, 'authority'), this.clock);

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true }));
  }

  /** A folder inside, empty. */
  room(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(path);
    return path;
  }
}

export async function startEdge(workplace: Workplace, origin: OriginChoice): Promise<EdgeUnderTest> {
  const { folder, clock } = workplace;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { caFile } = await workplace.authority;
  writeFileSync(join(folder, 'signer.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(folder, 'distribution.json'), JSON.stringify(distributionOf(origin)));
  writeFileSync(join(folder, 'edgefront.json'), JSON.stringify(configurationOf(origin, caFile)));
  const reading = readSettings(join(folder, 'edgefront.json'), {});
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems, null, 2));
  const log = createOperatorLog({ pretty: false, level: 'error' });
  const simulator = await startSimulator(reading.settings, { clock, log, startWorker: null });
  onTestFinished(() => simulator.stop());
  return new EdgeUnderTest(simulator, clock, privateKey);
}

export class EdgeUnderTest {
  readonly clock: SystemClock;
  readonly #simulator: Simulator;
  readonly #key: KeyObject;

  constructor(simulator: Simulator, clock: SystemClock, key: KeyObject) {
    this.clock = clock;
    this.#simulator = simulator;
    this.#key = key;
  }

  /** One request on a connection of its own. */
  async ask(
    scheme: Scheme,
    target: string,
    { method = 'GET', ...headers }: Readonly<Record<string, string>> = {},
  ): Promise<EdgeResponse> {
    const { url } = this.#simulator.addresses.find(({ role }) => role === scheme)!;
    const ca = readFileSync(this.#simulator.caFile!);
    const tls = scheme === 'http' ? {} : { tls: { ca, servername: DOMAIN_NAME } };
    const viewer = await rawViewer({ port: Number(new URL(url).port), ...tls });
    await viewer.send(requestText(method, target, { Host: DOMAIN_NAME, ...headers }));
    const response = await viewer.readResponse({ head: method === 'HEAD' });
    viewer.finish();
    return withEase(response);
  }

  /** The target of a signed URL for the next simulated hour. */
  signed(scheme: Scheme, target: string): string {
    const expires = Math.floor(this.clock.now() / 1000) + 3600;
    const base = `${scheme}://${DOMAIN_NAME}`;
    const url = signUrl(`${base}${target}`, { keyPairId: KEY_PAIR_ID, privateKey: this.#key, expires });
    return url.slice(base.length);
  }
}

function configurationOf({ domainName, settings }: OriginChoice, caFile: string): object {
  const ca = settings.https === undefined ? {} : { ca: caFile };
  return {
    listen: { http: 0, https: 0 },
    edges: [{ pop: 'FRA2' }],
    origins: { [domainName]: { ...settings, ...ca } },
    distributions: [{ id: 'EDFDVBD6EXAMPLE', domainName: DOMAIN_NAME, config: './distribution.json' }],
    signers: { self: { [KEY_PAIR_ID]: './signer.pem' } },
    state: { directory: './state' },
  };
}

function distributionOf({ domainName, kind }: OriginChoice): object {
  const access =
    kind === 's3'
      ? { S3OriginConfig: { OriginAccessIdentity: '' } }
      : { CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'match-viewer' } };
  const signed = { Enabled: true, Quantity: 1, Items: ['self'] };
  return {
    CallerReference: 'interop',
    Aliases: { Quantity: 0 },
    DefaultRootObject: '',
    Origins: { Quantity: 1, Items: [{ Id: 'origin', DomainName: domainName, ...access }] },
    DefaultCacheBehavior: behaviorOf({ Enabled: false, Quantity: 0 }),
    CacheBehaviors: { Quantity: 1, Items: [{ PathPattern: 'private/*', ...behaviorOf(signed) }] },
    Comment: '',
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    PriceClass: 'PriceClass_All',
    Enabled: true,
  };
}

function behaviorOf(signers: object): object {
  return {
    TargetOriginId: 'origin',
    ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' } },
    TrustedSigners: signers,
    ViewerProtocolPolicy: 'allow-all',
    MinTTL: 0,
  };
}
