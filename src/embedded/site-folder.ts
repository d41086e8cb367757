/** The configuration of the plainest site, one web server behind one distribution, in a temporary folder. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainDistribution } from '../distribution/plain-distribution.ts';

export interface SimpleSite {
  /** The web server that content comes from, such as `http://127.0.0.1:3000`. */
  readonly origin: string;
  /** Parts of the default cache behavior as CloudFront's API spells them, such as `{ MinTTL: 60 }`. */
  readonly behavior: Readonly<Record<string, unknown>>;
  /** POP codes; one cache each. */
  readonly edges: readonly string[];
}

const ORIGIN_NAME = 'origin.example.com';
const CACHE_BYTES = '64MiB';

export class SiteFolder {
  readonly distributionId = 'EDGEFRONTEMBED';
  readonly file: string;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.file = join(folder, 'edgefront.json');
  }

  /** Throws TypeError when the origin is no URL of a server. */
  static create(site: SimpleSite): SiteFolder {
    const { protocol, host } = urlOf(site.origin);
    const made = new SiteFolder(mkdtempSync(join(tmpdir(), 'edgefront-')));
    made.#write('distribution.json', distributionOf(site, protocol === 'https:'));
    made.#write('edgefront.json', made.#configurationOf(site, protocol, host));
    return made;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(name: string, document: object): void {
    writeFileSync(join(this.#folder, name), JSON.stringify(document));
  }

  #configurationOf({ edges }: SimpleSite, protocol: string, host: string): object {
    const endpoint = /:\d+$/.test(host) ? host : `${host}:${protocol === 'https:' ? 443 : 80}`;
    return {
      listen: { host: '127.0.0.1', http: 0, admin: 0 },
      edges: edges.map((pop) => ({ pop, cache: { bytes: CACHE_BYTES } })),
      origins: { [ORIGIN_NAME]: { [protocol.slice(0, -1)]: endpoint } },
      distributions: [{ id: this.distributionId, config: './distribution.json' }],
      state: { directory: './state' },
    };
  }
}

function urlOf(origin: string): URL {
  const url = URL.parse(origin);
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/')
    throw new TypeError(`origin must be the URL of a server, such as http://127.0.0.1:3000; got ${origin}`);
  return url;
}

function distributionOf({ behavior }: SimpleSite, isSecure: boolean): object {
  return plainDistribution({
    callerReference: 'embedded',
    origin: { domainName: ORIGIN_NAME, protocolPolicy: isSecure ? 'match-viewer' : 'http-only' },
    behavior,
    others: [],
  });
}
