/** Debian's python3-boto 2.49, the Python library of its day, through a script that makes one call a run. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  type Change,
  type ChangedObject,
  type ControlClient,
  type DistributionFacts,
  type InvalidationFacts,
  Refused,
  type Wish,
} from './control-client.ts';
import { type ControlSite, CREDENTIALS } from './control-site.ts';
import { runProgram } from './program.ts';

/** Debian's, whatever else is called python3: its packages are there. */
const PYTHON = '/usr/bin/python3';
const SCRIPT = join(import.meta.dirname, 'boto-client.py');

type Answer = { readonly value: unknown } | { readonly refused: { code: string; message: string } };

export const BOTO_MISSING = hasBoto()
  ? null
  : 'python3-boto is not installed (Debian 12: apt-get install python3-boto)';

export class BotoClient implements ControlClient {
  readonly title: string;
  readonly #at: string;
  readonly #environment: Readonly<Record<string, string>>;

  constructor(site: ControlSite, version: '2008-06-30' | '2010-11-01', scheme: 'http' | 'https') {
    const isSecure = scheme === 'https';
    const port = site.portOf(isSecure ? 'controlTls' : 'control');
    this.title = `boto 2.49.0 at ${version} over ${scheme}`;
    this.#at = JSON.stringify({ ...CREDENTIALS, version, port, isSecure });
    this.#environment = {
      BOTO_CONFIG: site.write('boto.cfg', `[Boto]\nca_certificates_file = ${site.caFile}\n`),
    };
  }

  create(wish: Wish): Promise<DistributionFacts> {
    return this.#call('create', { ...wish });
  }

  list(): Promise<readonly string[]> {
    return this.#call('list', {});
  }

  read(id: string): Promise<DistributionFacts> {
    return this.#call('read', { id });
  }

  update(id: string, change: Change): Promise<void> {
    return this.#call('update', { id, change });
  }

  delete(id: string): Promise<void> {
    return this.#call('delete', { id });
  }

  invalidate(id: string, { path }: ChangedObject): Promise<InvalidationFacts> {
    return this.#call('invalidate', { id, path });
  }

  readInvalidation(id: string, invalidationId: string): Promise<InvalidationFacts> {
    return this.#call('readInvalidation', { id, invalidationId });
  }

  async #call<T>(name: keyof ControlClient, args: object): Promise<T> {
    const run = { args: [SCRIPT, this.#at, name, JSON.stringify(args)], environment: this.#environment };
    const { exitCode, out, errors } = await runProgram(PYTHON, run);
    if (exitCode !== 0) throw new Error(errors);
    const answer = JSON.parse(out) as Answer;
    if ('refused' in answer) throw new Refused(answer.refused.code, answer.refused.message);
    return answer.value as T;
  }
}

function hasBoto(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import boto'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
