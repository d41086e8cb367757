/**
 * Debian's s3cmd 2.3.0, which speaks 2010-11-01 over TLS and nothing else. It invalidates what it uploads,
 * so its bucket is a real S3 server, which it reaches as S3 through a proxy (`s3cmd-proxy.ts`).
 */
import { dirname } from 'node:path';
import { isInstalled } from '../server-process.ts';
import {
  type Change,
  type ChangedObject,
  type ControlClient,
  type DistributionFacts,
  type InvalidationFacts,
  Refused,
  type Wish,
} from './control-client.ts';
import { BUCKET, type ControlSite, S3RVER_CREDENTIALS } from './control-site.ts';
import { runProgram } from './program.ts';

const PROGRAM = 's3cmd';

export const S3CMD_MISSING = isInstalled(PROGRAM)
  ? null
  : 's3cmd is not installed (Debian 12: apt-get install s3cmd)';

export class S3cmdClient implements ControlClient {
  readonly title = 's3cmd 2.3.0 at 2010-11-01 over https';
  readonly #site: ControlSite;
  readonly #configuration: string;

  /** `proxyPort`: where S3 itself is to be found. */
  constructor(site: ControlSite, proxyPort: number) {
    this.#site = site;
    this.#configuration = site.write(
      's3cmd.cfg',
      [
        '[default]',
        `access_key = ${S3RVER_CREDENTIALS.accessKeyId}`,
        `secret_key = ${S3RVER_CREDENTIALS.secretAccessKey}`,
        `cloudfront_host = localhost:${site.portOf('controlTls')}`,
        'use_https = False',
        `proxy_host = 127.0.0.1`,
        `proxy_port = ${proxyPort}`,
        '',
      ].join('\n'),
    );
  }

  async create({ alias, comment }: Wish): Promise<DistributionFacts> {
    const options = ['--cf-add-cname', alias, '--cf-comment', comment];
    return factsOf(await this.#run('cfcreate', ...options, `s3://${BUCKET}`));
  }

  async list(): Promise<readonly string[]> {
    return valuesOf(await this.#run('cfinfo'), 'DistId').map(idOf);
  }

  async read(id: string): Promise<DistributionFacts> {
    return factsOf(await this.#run('cfinfo', `cf://${id}`));
  }

  async update(id: string, { aliases, comment, isEnabled }: Change): Promise<void> {
    const options: string[] = [];
    if (aliases !== undefined) {
      const { aliases: before } = await this.read(id);
      for (const alias of before) options.push('--cf-remove-cname', alias);
      for (const alias of aliases) options.push('--cf-add-cname', alias);
    }
    if (comment !== undefined) options.push('--cf-comment', comment);
    if (isEnabled !== undefined) options.push(isEnabled ? '--enable' : '--disable');
    await this.#run('cfmodify', ...options, `cf://${id}`);
  }

  async delete(id: string): Promise<void> {
    await this.#run('cfdelete', `cf://${id}`);
  }

  /** Uploads the object's folder; s3cmd finds the distribution of the bucket by itself. */
  async invalidate(id: string, { path, body }: ChangedObject): Promise<InvalidationFacts> {
    const folder = dirname(this.#site.write(`upload${path}`, body));
    const said = await this.#run('sync', '--cf-invalidate', `${folder}/`, `s3://${BUCKET}${dirname(path)}/`);
    const [, invalidationId] = /cfinvalinfo cf:\/\/\w+\/(\w+)/.exec(said) ?? [];
    if (invalidationId === undefined) throw new Error(`no invalidation in: ${said}`);
    return await this.readInvalidation(id, invalidationId);
  }

  /** By its own name: s3cmd lists invalidations only when there are two or more. */
  async readInvalidation(id: string, invalidationId: string): Promise<InvalidationFacts> {
    const said = await this.#run('cfinvalinfo', `cf://${id}/${invalidationId}`);
    return { id: invalidationId, status: valuesOf(said, 'Status')[0] ?? said };
  }

  async #run(...args: readonly string[]): Promise<string> {
    const options = ['-c', this.#configuration, '--ca-certs', this.#site.caFile];
    const { out, errors } = await runProgram(PROGRAM, { args: [...options, ...args] });
    // The exit code of its cf commands is 1 whatever happens.
    const [, code, message] = /^ERROR: .* \((\w+)\): (.*)$/m.exec(errors) ?? [];
    if (code !== undefined) throw new Refused(code, message!);
    if (errors !== '') throw new Error(errors);
    return out;
  }
}

/** What stands behind `Label:` at the beginning of lines. */
function valuesOf(text: string, label: string): string[] {
  const lines = text.split('\n').filter((line) => line.startsWith(`${label}:`));
  return lines.map((line) => line.slice(label.length + 1).trim());
}

function factsOf(text: string): DistributionFacts {
  const value = (label: string) => valuesOf(text, label)[0] ?? '';
  return {
    id: idOf(value('DistId')),
    domainName: value('DomainName'),
    status: value('Status'),
    isEnabled: value('Enabled') === 'True',
    aliases: value('CNAMEs').split(', ').filter(Boolean),
    comment: value('Comment'),
  };
}

function idOf(uri: string): string {
  return uri.slice('cf://'.length);
}
