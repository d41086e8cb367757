/**
 * What the life of a distribution leaves out of the 21 actions, walked with aws-sdk: an origin access
 * identity that opens a private bucket to viewers, the list of invalidations, a streaming distribution.
 */
import { expect } from 'vitest';
import type { AwsSdkClient, Data } from './aws-sdk-client.ts';
import type { Refused } from './control-client.ts';
import { type ControlSite, MEMBERS_HOST } from './control-site.ts';
import { refusal, until } from './patience.ts';

const PATH = '/secret.txt';
const CLOUDFRONT = 'origin-access-identity/cloudfront';

interface Made extends Data {
  readonly Id: string;
  readonly ETag: string;
}

interface Listed extends Data {
  readonly Quantity: number;
  readonly Items: readonly { readonly Id: string; readonly Comment?: string; readonly Status?: string }[];
}

/** Walks them and prints them; throws at the first answer that is not as it must be. */
export async function walkEveryAction(site: ControlSite, client: AwsSdkClient): Promise<void> {
  const walk = new EveryAction(site, client);
  try {
    await walk.identity();
    await walk.streaming();
    expect(site.complaints).toEqual([]);
  } finally {
    process.stdout.write(`\n${client.title}: the other actions\n${walk.lines.join('\n')}\n`);
  }
}

class EveryAction {
  readonly lines: string[] = [];
  readonly #site: ControlSite;
  readonly #client: AwsSdkClient;

  constructor(site: ControlSite, client: AwsSdkClient) {
    this.#site = site;
    this.#client = client;
  }

  async identity(): Promise<void> {
    const id = await this.#makeIdentity();
    const wish = { callerReference: 'members', alias: 'members.walk.test', comment: 'members' };
    const config = this.#client.configOf({ bucketHost: MEMBERS_HOST, ...wish }, `${CLOUDFRONT}/${id}`);
    const { Id, DomainName } = await this.#call<Made>('createDistribution', { DistributionConfig: config });
    const [distribution, host] = [Id, String(DomainName)];
    await this.#settled('getDistribution', { Id: distribution }, 'Deployed');
    await this.#view(host, 403);
    await this.#site.admit([id]);
    this.#tell('  the bucket', `opens to ${id}`);
    await this.#invalidate(distribution);
    await this.#view(host, 200);
    await this.#isRefused('deleteCloudFrontOriginAccessIdentity', id, 'CloudFrontOriginAccessIdentityInUse');
    await this.#client.update(distribution, { isEnabled: false });
    await this.#settled('getDistribution', { Id: distribution }, 'Deployed');
    await this.#client.delete(distribution);
    await this.#remove('CloudFrontOriginAccessIdentity', id);
    const list = await this.#call<Listed>('listCloudFrontOriginAccessIdentities', {});
    expect(list).toMatchObject({ Quantity: 0, Items: [] });
  }

  async streaming(): Promise<void> {
    const config = this.#client.streamingConfig();
    const made = await this.#call<Made>('createStreamingDistribution', {
      StreamingDistributionConfig: config,
    });
    expect(made).toMatchObject({ Status: 'InProgress', StreamingDistributionConfig: { Comment: 'films' } });
    await this.#settled('getStreamingDistribution', { Id: made.Id }, 'Deployed');
    const list = await this.#call<Listed>('listStreamingDistributions', {});
    expect(list.Items).toMatchObject([{ Id: made.Id, Comment: 'films', Status: 'Deployed' }]);
    await this.#isRefused('deleteStreamingDistribution', made.Id, 'StreamingDistributionNotDisabled');
    const { ETag } = await this.#call<Made>('getStreamingDistributionConfig', { Id: made.Id });
    const StreamingDistributionConfig = { ...config, Enabled: false, Comment: 'no films' };
    await this.#call('updateStreamingDistribution', {
      Id: made.Id,
      IfMatch: ETag,
      StreamingDistributionConfig,
    });
    const off = await this.#settled('getStreamingDistribution', { Id: made.Id }, 'Deployed');
    expect(off).toMatchObject({ StreamingDistributionConfig: { Enabled: false, Comment: 'no films' } });
    await this.#remove('StreamingDistribution', made.Id);
    expect(await this.#call<Listed>('listStreamingDistributions', {})).toMatchObject({ Quantity: 0 });
  }

  async #makeIdentity(): Promise<string> {
    const config = { CallerReference: 'members', Comment: 'first' };
    const made = await this.#call<Made>('createCloudFrontOriginAccessIdentity', {
      CloudFrontOriginAccessIdentityConfig: config,
    });
    expect(made.S3CanonicalUserId).toMatch(/^[0-9a-f]{64}$/);
    const { ETag } = await this.#call<Made>('getCloudFrontOriginAccessIdentityConfig', { Id: made.Id });
    expect(ETag).toBe(made.ETag);
    await this.#call('updateCloudFrontOriginAccessIdentity', {
      Id: made.Id,
      IfMatch: ETag,
      CloudFrontOriginAccessIdentityConfig: { ...config, Comment: 'second' },
    });
    const read = await this.#call<Made>('getCloudFrontOriginAccessIdentity', { Id: made.Id });
    expect(read).toMatchObject({ CloudFrontOriginAccessIdentityConfig: { Comment: 'second' } });
    const list = await this.#call<Listed>('listCloudFrontOriginAccessIdentities', {});
    expect(list.Items).toMatchObject([{ Id: made.Id, Comment: 'second' }]);
    return made.Id;
  }

  async #invalidate(distribution: string): Promise<void> {
    const { id } = await this.#client.invalidate(distribution, { path: PATH, body: '' });
    this.#tell('createInvalidation', id);
    await this.#settled('getInvalidation', { DistributionId: distribution, Id: id }, 'Completed');
    const list = await this.#call<Listed>('listInvalidations', { DistributionId: distribution });
    expect(list.Items).toMatchObject([{ Id: id, Status: 'Completed' }]);
  }

  async #remove(noun: string, id: string): Promise<void> {
    const { ETag } = await this.#call<Made>(`get${noun}`, { Id: id });
    await this.#call(`delete${noun}`, { Id: id, IfMatch: ETag });
  }

  async #isRefused(action: string, id: string, code: string): Promise<void> {
    const { ETag } = await this.#client.call(action.replace('delete', 'get'), { Id: id });
    const refused: Refused = await refusal(this.#client.call(action, { Id: id, IfMatch: ETag }));
    this.#tell(action, `refused: ${refused.message}`);
    expect(refused.code).toBe(code);
  }

  async #settled(action: string, parameters: object, status: string): Promise<Data> {
    let data: Data = {};
    const looks = await until(async () => {
      data = await this.#client.call(action, parameters);
      return data.Status === status;
    });
    this.#tell(action, `${status} at look ${looks}`);
    return data;
  }

  async #view(host: string, status: number): Promise<void> {
    const answer = await this.#site.view('FRA2', host, PATH);
    this.#tell('  viewer', `${host}${PATH} ${answer.status} ${answer.header('x-cache')}`);
    expect(answer.status).toBe(status);
  }

  async #call<T extends Data>(action: string, parameters: object): Promise<T> {
    const data = await this.#client.call<T>(action, parameters);
    const { Id, Quantity, ETag } = data;
    this.#tell(
      action,
      [Id, ETag, Quantity === undefined ? '' : `${Quantity} listed`].filter(Boolean).join(' '),
    );
    return data;
  }

  #tell(step: string, what: string): void {
    this.lines.push(`  ${step.padEnd(40)} ${what}`.trimEnd());
  }
}
