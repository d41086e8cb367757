/** npm's aws-sdk 1.12.0, which carries the models of 2012-05-05 and 2013-05-12 and signs each its own way. */

import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createRequire } from 'node:module';
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

export type SdkVersion = '2012-05-05' | '2013-05-12';
/** Whatever the SDK understood of an answer. */
export type Data = Readonly<Record<string, unknown>>;

type Callback = (error: { code: string; message: string } | null, data: Data) => void;
type Service = Record<string, (parameters: object, callback: Callback) => void>;

interface AwsSdk {
  readonly CloudFront: new (options: object) => Service;
}

interface Distribution extends Data {
  readonly Id: string;
  readonly DomainName: string;
  readonly Status: string;
  readonly DistributionConfig: DistributionConfig;
}

interface DistributionConfig {
  readonly Comment: string;
  readonly Enabled: boolean;
  readonly Aliases: { readonly Items?: readonly string[] };
}

const sdk = load();

export const AWS_SDK_MISSING =
  sdk === null ? 'aws-sdk 1.12.0 is not installed (npm ci in test/interop)' : null;

export class AwsSdkClient implements ControlClient {
  readonly title: string;
  readonly #version: SdkVersion;
  readonly #service: Service;

  constructor(site: ControlSite, version: SdkVersion, scheme: 'http' | 'https') {
    const isSecure = scheme === 'https';
    const port = site.portOf(isSecure ? 'controlTls' : 'control');
    const agent = isSecure ? new Agent({ ca: readFileSync(site.caFile) }) : undefined;
    this.#version = version;
    this.title = `aws-sdk 1.12.0 at ${version} over ${scheme}`;
    this.#service = new sdk!.CloudFront({
      ...CREDENTIALS,
      apiVersion: version,
      endpoint: `localhost:${port}`,
      sslEnabled: isSecure,
      region: 'us-east-1',
      maxRetries: 0,
      httpOptions: { agent },
    });
  }

  /** Any of the 21 actions by its name in the SDK. */
  call<T extends Data>(action: string, parameters: object): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#service[action]!(parameters, (error, data) => {
        if (error === null) resolve(data as T);
        else reject(new Refused(error.code, error.message));
      });
    });
  }

  async create(wish: Wish): Promise<DistributionFacts> {
    const config = this.configOf(wish);
    return factsOf(await this.call<Distribution>('createDistribution', { DistributionConfig: config }));
  }

  async list(): Promise<readonly string[]> {
    const { Items } = await this.call<{ Items: { Id: string }[] }>('listDistributions', {});
    return Items.map(({ Id }) => Id);
  }

  async read(id: string): Promise<DistributionFacts> {
    return factsOf(await this.call<Distribution>('getDistribution', { Id: id }));
  }

  async update(id: string, { aliases, comment, isEnabled }: Change): Promise<void> {
    const { ETag, ...config } = await this.call<DistributionConfig & Data>('getDistributionConfig', {
      Id: id,
    });
    const changed = {
      ...(emptyFor(withoutRequestId(config)) as Data),
      ...(aliases === undefined ? {} : { Aliases: { Quantity: aliases.length, Items: aliases } }),
      ...(comment === undefined ? {} : { Comment: comment }),
      ...(isEnabled === undefined ? {} : { Enabled: isEnabled }),
    };
    await this.call('updateDistribution', { Id: id, IfMatch: ETag, DistributionConfig: changed });
  }

  async delete(id: string): Promise<void> {
    const { ETag } = await this.call('getDistribution', { Id: id });
    await this.call('deleteDistribution', { Id: id, IfMatch: ETag });
  }

  async invalidate(id: string, { path }: ChangedObject): Promise<InvalidationFacts> {
    const batch = { CallerReference: `invalidation of ${path}`, Paths: { Quantity: 1, Items: [path] } };
    return invalidationOf(
      await this.call('createInvalidation', { DistributionId: id, InvalidationBatch: batch }),
    );
  }

  async readInvalidation(id: string, invalidationId: string): Promise<InvalidationFacts> {
    return invalidationOf(await this.call('getInvalidation', { DistributionId: id, Id: invalidationId }));
  }

  /** A configuration with all that this version's model requires. */
  configOf({ bucketHost, callerReference, alias, comment }: Wish, identity = ''): object {
    const isNew = this.#version === '2013-05-12';
    const origin = {
      Id: 'bucket',
      DomainName: bucketHost,
      S3OriginConfig: { OriginAccessIdentity: identity },
    };
    return {
      CallerReference: callerReference,
      Aliases: { Quantity: 1, Items: [alias] },
      DefaultRootObject: '',
      Origins: { Quantity: 1, Items: [origin] },
      DefaultCacheBehavior: {
        TargetOriginId: 'bucket',
        ForwardedValues: { QueryString: false, ...(isNew ? { Cookies: { Forward: 'none' } } : {}) },
        TrustedSigners: { Enabled: false, Quantity: 0 },
        ViewerProtocolPolicy: 'allow-all',
        MinTTL: 0,
      },
      CacheBehaviors: { Quantity: 0 },
      Comment: comment,
      Logging: { Enabled: false, ...(isNew ? { IncludeCookies: false } : {}), Bucket: '', Prefix: '' },
      ...(isNew ? { PriceClass: 'PriceClass_All' } : {}),
      Enabled: true,
    };
  }

  /** The same of a streaming distribution. */
  streamingConfig(): object {
    return {
      CallerReference: 'films',
      S3Origin: { DomainName: 'films.s3.amazonaws.com', OriginAccessIdentity: '' },
      Aliases: { Quantity: 0 },
      Comment: 'films',
      Logging: { Enabled: false, Bucket: '', Prefix: '' },
      TrustedSigners: { Enabled: false, Quantity: 0 },
      ...(this.#version === '2013-05-12' ? { PriceClass: 'PriceClass_All' } : {}),
      Enabled: true,
    };
  }
}

function load(): AwsSdk | null {
  try {
    return createRequire(import.meta.url)('aws-sdk') as AwsSdk;
  } catch {
    return null;
  }
}

function factsOf({ Id, DomainName, Status, DistributionConfig }: Distribution): DistributionFacts {
  const { Enabled, Comment, Aliases } = DistributionConfig;
  const named = { aliases: Aliases.Items ?? [], comment: Comment };
  return { id: Id, domainName: DomainName, status: Status, isEnabled: Enabled, ...named };
}

function invalidationOf({ Id, Status }: Data): InvalidationFacts {
  return { id: String(Id), status: String(Status) };
}

function withoutRequestId({ RequestId: _, ...rest }: Data): Data {
  return rest;
}

/** The SDK reads an empty element as null, and refuses null where it wants to write a text. */
function emptyFor(value: unknown): unknown {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(emptyFor);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, emptyFor(each)]));
}
