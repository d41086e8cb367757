/**
 * A whole edgefront in a process of its own with the control API open, two edge locations, no distribution
 * of its own, and one bucket whose objects the test can change. Everything is gone with the test.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Address } from '../../../src/simulator.ts';
import { EdgeProcess } from '../../harness/edge-process.ts';
import { rawViewer } from '../../harness/raw-viewer.ts';
import { type EdgeResponse, requestText, withEase } from '../../harness/test-edge.ts';

export const BUCKET = 'media';
export const BUCKET_HOST = `${BUCKET}.s3.amazonaws.com`;
export const MEMBERS_HOST = 'members.s3.amazonaws.com';
/** The example key of the 2008 developer guide. */
export const CREDENTIALS = {
  accessKeyId: '0PN5J17HBGZHT7JJ3X82',
  secretAccessKey: '/Ml61L9VxlzloZ091/lkqVV5X1/YvaJtI9hW4Wr9',
};
/** Another key of the same account: the one and only that s3rver knows. */
export const S3RVER_CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const ACCOUNT = '111122223333';
/** In the order in which viewers try them. */
export const POPS = ['FRA2', 'IAD2'] as const;
export type Pop = (typeof POPS)[number];

const DELAY_SECONDS = 0.3;

export class ControlSite {
  readonly #folder = mkdtempSync(join(tmpdir(), 'edgefront-clients-'));
  readonly #bucket: Bucket;
  #edge: EdgeProcess | null = null;

  private constructor(bucket: Bucket | null) {
    onTestFinished(() => rmSync(this.#folder, { recursive: true }));
    this.#bucket = bucket ?? this.#folderBucket();
  }

  /** Without a bucket it makes one of a folder. */
  static async start(bucket: Bucket | null = null): Promise<ControlSite> {
    const site = new ControlSite(bucket);
    site.write('members/secret.txt', 'for members only\n');
    const edge = await EdgeProcess.start(site.#configure([]));
    onTestFinished(async () => void (await edge.stop()));
    site.#edge = edge;
    return site;
  }

  get caFile(): string {
    return this.#edge!.caFile;
  }

  /** What it complained of. */
  get complaints(): readonly string[] {
    return this.#edge!.complaints;
  }

  portOf(role: Address['role']): number {
    return this.#edge!.portOf(role);
  }

  /** Puts an object into the bucket. */
  async put(path: string, body: string): Promise<void> {
    await this.#bucket.put(path, body);
  }

  /** Lets these origin access identities read the members' bucket, without a restart. */
  async admit(readers: readonly string[]): Promise<void> {
    this.#configure(readers);
    await this.#edge!.reread();
  }

  /** One viewer's request at an edge location, on a connection of its own. */
  async view(pop: Pop, host: string, path: string): Promise<EdgeResponse> {
    const viewer = await rawViewer({ port: this.portOf('http') });
    await viewer.send(requestText('GET', path, { Host: host, 'X-Edgefront-Pop': pop }));
    const response = await viewer.readResponse();
    viewer.finish();
    return withEase(response);
  }

  /** A file of the test's own; answers with where it is. */
  write(name: string, text: string): string {
    const file = join(this.#folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  }

  #configure(readers: readonly string[]): string {
    const members = { directory: './members', private: true, readers };
    return this.write(
      'edgefront.json',
      JSON.stringify({
        listen: { http: 0, https: 0, control: 0, controlTls: 0 },
        edges: POPS.map((pop) => ({ pop, cache: { bytes: '8MiB' } })),
        origins: { [BUCKET_HOST]: this.#bucket.settings, [MEMBERS_HOST]: members },
        credentials: [CREDENTIALS, S3RVER_CREDENTIALS].map((key) => ({ ...key, account: ACCOUNT })),
        state: { directory: './state' },
        deployment: { delaySeconds: DELAY_SECONDS },
        limits: { drainSeconds: 1 },
      }),
    );
  }

  #folderBucket(): Bucket {
    mkdirSync(join(this.#folder, 'media'));
    return {
      settings: { directory: './media' },
      put: async (path, body) => void this.write(`media${path}`, body),
    };
  }
}

/** Something that holds the objects of BUCKET_HOST. */
export interface Bucket {
  /** The entry under `origins:`. */
  readonly settings: object;
  put(path: string, body: string): Promise<void>;
}
