/** A listener of the control API with operations at will; the clock stands at 2013-06-01T00:00:00Z. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalAuthority } from '../../src/config/local-authority.ts';
import type { ApiRequest, ApiResult, Perform } from '../../src/control/api-request.ts';
import { signatureV1 } from '../../src/control/authentication/signature.ts';
import { type ControlOptions, ControlServer } from '../../src/control/control-server.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { type RawResponse, rawViewer } from '../harness/raw-viewer.ts';
import { CREDENTIAL } from './recorded.ts';

const DATE = 'Sat, 01 Jun 2013 00:00:00 GMT';
const SIGNATURE = signatureV1(DATE, CREDENTIAL.secretAccessKey);

/** Header lines of a call that is let in. */
export const AUTHORIZED = `Date: ${DATE}\r\nAuthorization: AWS ${CREDENTIAL.accessKeyId}:${SIGNATURE}\r\n`;

/** A collection, which any version has. */
export const LIST = '/2012-05-05/distribution';
/** How each answer is numbered. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** A document to answer with. */
export const IDENTITY = {
  name: 'CloudFrontOriginAccessIdentityConfig',
  value: { CallerReference: 'r', Comment: 'für alle' },
} as const;
/** What an operation that answers with it came to. */
export const DONE: ApiResult = { status: 200, etag: 'E2QWRUHAPOMQZL', location: null, document: IDENTITY };

export interface ControlSettingOptions extends Partial<ControlOptions> {
  /** Speaks TLS, with a certificate that nobody has to trust. */
  readonly isSecure?: boolean;
}

export class ControlSetting {
  readonly clock = new ManualClock();
  /** What the operations were asked, in order. */
  readonly performed: ApiRequest[] = [];
  /** Messages told to the operator. */
  readonly mistakes: string[] = [];
  readonly #server: ControlServer;
  #port = 0;

  private constructor({ perform = refuse, ...given }: Partial<ControlOptions>) {
    this.#server = new ControlServer({
      ...{ host: '127.0.0.1', port: 0, tls: null },
      ...{ credentials: [CREDENTIAL], clock: this.clock },
      perform: (request) => {
        this.performed.push(request);
        return perform(request);
      },
      onMistake: (error) => void this.mistakes.push((error as Error).message),
      ...given,
    });
  }

  static async open({ isSecure = false, ...given }: ControlSettingOptions = {}): Promise<ControlSetting> {
    const setting = new ControlSetting(isSecure ? { ...given, tls: await newCertificate() } : given);
    setting.#port = await setting.#server.open();
    return setting;
  }

  get port(): number {
    return this.#port;
  }

  /** One request on a connection of its own; signed, unless other header lines are given. */
  async ask(requestLine: string, headers = AUTHORIZED, body = ''): Promise<RawResponse> {
    const viewer = await rawViewer({ port: this.#port });
    await viewer.send(`${requestLine}\r\nHost: h\r\nConnection: close\r\n${headers}\r\n${body}`);
    return await viewer.readResponse();
  }

  /** The code of the error that a request meets. */
  async code(requestLine: string, headers = AUTHORIZED): Promise<string | undefined> {
    const { body } = await this.ask(requestLine, headers);
    return /<Code>(.*)<\/Code>/.exec(body.toString())?.[1];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server.close();
    this.clock.tick(60_000);
    await closed;
  }
}

const refuse: Perform = ({ action }) => {
  throw new Error(`the test has no ${action}`);
};

async function newCertificate(): Promise<{ key: string; cert: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'edgefront-control-'));
  const authority = await LocalAuthority.open(directory, new ManualClock());
  await rm(directory, { recursive: true });
  return await authority.issue(['localhost']);
}
