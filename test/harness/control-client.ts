/**
 * A caller of the control API over the network, who signs with the key of CloudFront's old guide and reads answers as
 * any client would.
 *
 *     const client = new ControlClient({ port, now: () => clock.realNow() });
 *     const made = await client.create('distribution', xml('DistributionConfig', config));
 *     expect(await client.status(`distribution/${made.id}`)).toBe('InProgress');
 */
import type { ConnectionOptions } from 'node:tls';
import { signatureV1 } from '../../src/control/authentication/signature.ts';
import { formatHttpDate } from '../../src/http/http-date.ts';
import { CREDENTIAL } from '../control/recorded.ts';
import { headerValue, rawViewer } from './raw-viewer.ts';

export interface ControlClientOptions {
  readonly port: number;
  /** The time that calls are signed at, in epoch ms. */
  readonly now: () => number;
  readonly tls?: ConnectionOptions;
}

export interface Call {
  readonly body?: string;
  readonly ifMatch?: string;
}

export interface ControlAnswer {
  readonly status: number;
  readonly etag: string;
  readonly location: string;
  readonly text: string;
}

/** A resource as the answer that made or changed it names it. */
export interface Made {
  readonly id: string;
  readonly etag: string;
  /** Empty for what has none. */
  readonly domainName: string;
}

export class ControlClient {
  readonly #options: ControlClientOptions;

  constructor(options: ControlClientOptions) {
    this.#options = options;
  }

  /** One request on a connection of its own; `path` follows the version. */
  async call(method: string, path: string, { body = '', ifMatch }: Call = {}): Promise<ControlAnswer> {
    const viewer = await rawViewer(this.#options);
    const condition = ifMatch === undefined ? '' : `If-Match: ${ifMatch}\r\n`;
    const length = `Content-Length: ${Buffer.byteLength(body)}\r\n`;
    const head = `${method} /2013-05-12/${path} HTTP/1.1\r\nHost: cloudfront.amazonaws.com\r\n`;
    await viewer.send(`${head}Connection: close\r\n${this.#signature()}${condition}${length}\r\n${body}`);
    const response = await viewer.readResponse();
    viewer.finish();
    const header = (name: string) => headerValue(response, name) ?? '';
    const text = response.body.toString();
    return { status: response.status, etag: header('etag'), location: header('location'), text };
  }

  /** As `call`, for what must succeed. */
  async done(method: string, path: string, call: Call = {}): Promise<ControlAnswer> {
    const answer = await this.call(method, path, call);
    if (answer.status < 300) return answer;
    throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  }

  /** Makes a resource in a collection, or an invalidation. */
  async create(collection: string, body: string): Promise<Made> {
    return made(await this.done('POST', collection, { body }));
  }

  /** Puts a configuration; answers with the new ETag. */
  async update(path: string, ifMatch: string, body: string): Promise<string> {
    return (await this.done('PUT', `${path}/config`, { ifMatch, body })).etag;
  }

  /** What the resource or invalidation says of itself. */
  async status(path: string): Promise<string> {
    return elementOf((await this.done('GET', path)).text, 'Status');
  }

  /** `409 DistributionNotDisabled`; the status alone where there is no error. */
  async verdict(method: string, path: string, call: Call = {}): Promise<string> {
    const { status, text } = await this.call(method, path, call);
    return `${status} ${elementOf(text, 'Code')}`.trim();
  }

  #signature(): string {
    const date = formatHttpDate(this.#options.now());
    const { accessKeyId, secretAccessKey } = CREDENTIAL;
    const signature = signatureV1(date, secretAccessKey);
    return `Date: ${date}\r\nAuthorization: AWS ${accessKeyId}:${signature}\r\n`;
  }
}

/** The text of the first element of a name; empty when there is none. */
export function elementOf(text: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
}

function made({ text, etag }: ControlAnswer): Made {
  return { id: elementOf(text, 'Id'), etag, domainName: elementOf(text, 'DomainName') };
}
