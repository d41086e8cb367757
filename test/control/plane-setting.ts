/**
 * A control plane of its own for a test, with a manual clock, ids that repeat themselves and edge locations that
 * only remember. Everything is cleared away with the test.
 *
 *     const control = planeSetting();
 *     const { id, etag } = control.createDistribution();
 *     control.deployed();
 *     expect(control.code('DeleteDistribution', { id, ifMatch: etag })).toBe('DistributionNotDisabled');
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ApiError } from '../../src/control/api-error.ts';
import type { ActionName, ApiRequest, ApiResult } from '../../src/control/api-request.ts';
import { ControlPlane } from '../../src/control/control-plane.ts';
import type { ControlSettings } from '../../src/control/control-settings.ts';
import { DEFAULT_CONTROL_LIMITS } from '../../src/control/limits.ts';
import {
  type AnswerDocumentName,
  type AnswerDocuments,
  type RequestDocumentName,
  type RequestDocuments,
  writeApiDocument,
} from '../../src/distribution/api-documents.ts';
import type { ApiVersion } from '../../src/distribution/api-version.ts';
import type { ErrorCode } from '../../src/distribution/error-code.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { seededRandom } from '../harness/seeded-random.ts';
import {
  distributionConfig,
  identityConfig,
  invalidationBatch,
  streamingConfig,
} from './request-documents.ts';
import { ScriptedFleet } from './scripted-fleet.ts';
import { UNCHECKED } from './unchecked.ts';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const DELAY_SECONDS = 6;

export const PLANE_SETTINGS: ControlSettings = {
  delaySeconds: DELAY_SECONDS,
  limits: DEFAULT_CONTROL_LIMITS,
  signers: new Map(),
  known: UNCHECKED,
  expandsWildcards: false,
  file: { distributions: [], identities: [] },
};

/** What a call may say beyond its action. */
export interface Call {
  readonly id?: string;
  readonly invalidationId?: string;
  readonly ifMatch?: string | null;
  readonly version?: ApiVersion;
  readonly account?: string;
  readonly marker?: string;
  readonly maxItems?: string;
  readonly body?: string;
}

export function planeSetting(settings: Partial<ControlSettings> = {}): PlaneSetting {
  const directory = mkdtempSync(join(tmpdir(), 'edgefront-control-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const control = new PlaneSetting(directory, { ...PLANE_SETTINGS, ...settings });
  onTestFinished(() => control.plane.close());
  return control;
}

/** XML of a request document in a version of the API. */
export function xml<N extends RequestDocumentName>(
  name: N,
  value: RequestDocuments[N],
  version: ApiVersion = '2013-05-12',
): string {
  return writeApiDocument(name, value as AnswerDocuments[N], version);
}

export class PlaneSetting {
  readonly clock = new ManualClock();
  readonly problems: unknown[] = [];
  readonly directory: string;
  settings: ControlSettings;
  plane: ControlPlane;
  fleet: ScriptedFleet;

  constructor(directory: string, settings: ControlSettings) {
    this.directory = directory;
    this.settings = settings;
    this.plane = this.#open();
    this.fleet = this.#start();
  }

  /** As after a crash or a stop: a new process on the same directory, with edge locations that begin anew. */
  restart(settings: Partial<ControlSettings> = {}): void {
    this.plane.close();
    this.settings = { ...this.settings, ...settings };
    this.plane = this.#open();
    this.fleet = this.#start();
  }

  reload(settings: Partial<ControlSettings>): void {
    this.settings = { ...this.settings, ...settings };
    this.plane.reload(this.settings);
  }

  call(action: ActionName, call: Call = {}): ApiResult {
    return this.plane.perform(requestOf(action, call));
  }

  /** The code of the error that a call ends in; null when it succeeds. */
  code(action: ActionName, call: Call = {}): ErrorCode | null {
    try {
      this.call(action, call);
      return null;
    } catch (error) {
      if (error instanceof ApiError) return error.code;
      throw error;
    }
  }

  /** The document that a call is answered with, which must be of a name. */
  document<N extends AnswerDocumentName>(name: N, action: ActionName, call: Call = {}): AnswerDocuments[N] {
    const { document } = this.call(action, call);
    if (document?.name !== name) throw new Error(`answered with ${document?.name ?? 'nothing'}, not ${name}`);
    return document.value as AnswerDocuments[N];
  }

  createDistribution(config: Parameters<typeof distributionConfig>[0] = {}, call: Call = {}): Named {
    return this.#create('CreateDistribution', xml('DistributionConfig', distributionConfig(config)), call);
  }

  createStreaming(config: Parameters<typeof streamingConfig>[0] = {}, call: Call = {}): Named {
    const body = xml('StreamingDistributionConfig', streamingConfig(config));
    return this.#create('CreateStreamingDistribution', body, call);
  }

  createIdentity(config: Parameters<typeof identityConfig>[0] = {}, call: Call = {}): Named {
    const body = xml('CloudFrontOriginAccessIdentityConfig', identityConfig(config));
    return this.#create('CreateCloudFrontOriginAccessIdentity', body, call);
  }

  /** The new invalidation's id. */
  invalidate(id: string, batch: Parameters<typeof invalidationBatch>[0] = {}): string {
    const body = xml('InvalidationBatch', invalidationBatch(batch));
    return this.document('Invalidation', 'CreateInvalidation', { id, body }).Id;
  }

  /** Lets so much simulated time pass that everything has reached every edge location. */
  deployed(): void {
    this.clock.advance(DELAY_SECONDS);
  }

  #create(action: ActionName, body: string, call: Call): Named {
    const { etag, location } = this.call(action, { body, ...call });
    return { id: location!.split('/').at(-1)!, etag: etag! };
  }

  #open(): ControlPlane {
    const { directory, clock, settings } = this;
    const onProblem = (error: unknown) => this.problems.push(error);
    // The same ones after a restart, so that what is made then has to make way for what was made before.
    return ControlPlane.open({ directory, clock, settings, random: seededRandom(1), onProblem });
  }

  #start(): ScriptedFleet {
    const fleet = new ScriptedFleet(this.clock, this.plane.documents());
    this.plane.start(fleet);
    return fleet;
  }
}

interface Named {
  readonly id: string;
  readonly etag: string;
}

function requestOf(action: ActionName, call: Call): ApiRequest {
  return {
    version: call.version ?? '2013-05-12',
    action,
    ids: { id: call.id ?? null, invalidationId: call.invalidationId ?? null },
    query: { marker: call.marker ?? '', maxItems: call.maxItems ?? null },
    ifMatch: call.ifMatch ?? null,
    body: Buffer.from(call.body ?? ''),
    caller: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', account: call.account ?? ACCOUNT },
    requestId: '647cd254-e0d1-44a9-af61-1d6d86ea6b77',
  };
}
