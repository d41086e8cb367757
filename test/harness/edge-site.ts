/** The files of a whole edgefront in front of one origin: configuration, distribution, a key for signed URLs. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../src/clock.ts';
import { LocalAuthority } from '../../src/config/local-authority.ts';
import { signUrl } from '../../src/signing/sign.ts';

export const DOMAIN_NAME = 'd111111abcdef8.cloudfront.net';
export const ORIGIN_NAME = 'www.example.com';
const KEY_PAIR_ID = 'APKASITE';

/** A folder of its own, gone with `using`. Paths that end in `/signed` need a signed URL. */
export class EdgeSite {
  readonly folder = mkdtempSync(join(tmpdir(), 'edgefront-site-'));
  readonly certFile = join(this.folder, 'cert.pem');
  readonly keyFile = join(this.folder, 'key.pem');
  readonly #signer = generateKeyPairSync('rsa', { modulusLength: 2048 });

  /** For other servers; edgefront makes its own. */
  async makeCertificate(): Promise<void> {
    const authority = await LocalAuthority.open(join(this.folder, 'authority'), new SystemClock());
    const { cert, key } = await authority.issue([DOMAIN_NAME]);
    writeFileSync(this.certFile, cert);
    writeFileSync(this.keyFile, key, { mode: 0o600 });
  }

  /**
   * Writes the configuration in front of an origin on this machine, and answers with its file.
   * `parts` of the configuration go over everything else.
   */
  configure(originPort: number, limits: object = {}, parts: object = {}): string {
    const publicKey = this.#signer.publicKey.export({ type: 'spki', format: 'pem' });
    writeFileSync(join(this.folder, 'signer.pem'), publicKey);
    writeFileSync(join(this.folder, 'distribution.json'), JSON.stringify(DISTRIBUTION));
    const file = join(this.folder, 'edgefront.json');
    writeFileSync(file, JSON.stringify({ ...configurationOf(originPort, limits), ...parts }));
    return file;
  }

  /** The target of a signed URL that outlives every run. */
  sign(path: string): string {
    const base = `http://${DOMAIN_NAME}`;
    const expires = 4_000_000_000;
    const privateKey = this.#signer.privateKey;
    return signUrl(`${base}${path}`, { keyPairId: KEY_PAIR_ID, privateKey, expires }).slice(base.length);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}

function configurationOf(originPort: number, limits: object): object {
  return {
    listen: { http: 0, https: 0 },
    edges: [{ pop: 'FRA2', cache: { bytes: '256MiB' } }],
    origins: { [ORIGIN_NAME]: { http: `127.0.0.1:${originPort}` } },
    distributions: [{ id: 'EDFDVBD6EXAMPLE', domainName: DOMAIN_NAME, config: './distribution.json' }],
    signers: { self: { [KEY_PAIR_ID]: './signer.pem' } },
    logs: { directory: './logs' },
    state: { directory: './state' },
    limits: { drainSeconds: 1, ...limits },
  };
}

const BEHAVIOR = {
  TargetOriginId: 'origin',
  ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' } },
  TrustedSigners: { Enabled: false, Quantity: 0 },
  ViewerProtocolPolicy: 'allow-all',
  MinTTL: 0,
};
const SIGNED_BEHAVIOR = {
  ...BEHAVIOR,
  PathPattern: '*/signed',
  TrustedSigners: { Enabled: true, Quantity: 1, Items: ['self'] },
};
const ORIGIN_PORTS = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' };
const DISTRIBUTION = {
  CallerReference: 'site',
  Aliases: { Quantity: 0 },
  DefaultRootObject: '',
  Origins: {
    Quantity: 1,
    Items: [{ Id: 'origin', DomainName: ORIGIN_NAME, CustomOriginConfig: ORIGIN_PORTS }],
  },
  DefaultCacheBehavior: BEHAVIOR,
  CacheBehaviors: { Quantity: 1, Items: [SIGNED_BEHAVIOR] },
  Comment: '',
  Logging: { Enabled: true, IncludeCookies: false, Bucket: 'logs.s3.amazonaws.com', Prefix: '' },
  PriceClass: 'PriceClass_All',
  Enabled: true,
};
