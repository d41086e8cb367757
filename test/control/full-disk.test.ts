/** A store that cannot take a change: an error answer, nothing changed, and on as soon as it can again (D-21). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ApiError } from '../../src/control/api-error.ts';
import type { ActionName, ApiRequest, ApiResult } from '../../src/control/api-request.ts';
import { Database } from '../../src/control/database.ts';
import { Deployment } from '../../src/control/deployment.ts';
import { FileShelf } from '../../src/control/file-shelf.ts';
import { Identifiers } from '../../src/control/identifiers.ts';
import { InvalidationStore } from '../../src/control/invalidation-store.ts';
import { STATUS_RETRY_MS } from '../../src/control/limits.ts';
import { createPerform } from '../../src/control/operations/perform.ts';
import { Registry } from '../../src/control/registry.ts';
import { ResourceStore } from '../../src/control/resource-store.ts';
import type { DistributionAnswer, Page } from '../../src/distribution/api-answers.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { ACCOUNT, DELAY_SECONDS, PLANE_SETTINGS, xml } from './plane-setting.ts';
import { distributionConfig } from './request-documents.ts';
import { ScriptedFleet } from './scripted-fleet.ts';

/** A control plane whose database is at hand. */
function openedParts() {
  const directory = mkdtempSync(join(tmpdir(), 'edgefront-full-'));
  const database = Database.open(directory);
  const clock = new ManualClock();
  const problems: unknown[] = [];
  const onProblem = (error: unknown) => problems.push(error);
  const store = new ResourceStore(database);
  const invalidations = new InvalidationStore(database);
  const shelf = new FileShelf();
  const registry = new Registry(store, shelf);
  const settings = PLANE_SETTINGS;
  const parts = { store, invalidations, shelf, registry, clock, onProblem, settings: () => settings };
  const deployment = new Deployment(parts);
  deployment.start(new ScriptedFleet(clock, []));
  const context = { ...parts, deployment, identifiers: new Identifiers(), settings };
  onTestFinished(() => {
    deployment.close();
    database.close();
    rmSync(directory, { recursive: true });
  });
  return { database, clock, problems, perform: createPerform(context, onProblem) };
}

function request(action: ActionName, parts: Partial<ApiRequest> = {}): ApiRequest {
  return {
    ...{ version: '2013-05-12', action, ids: { id: null, invalidationId: null }, body: Buffer.alloc(0) },
    ...{ query: { marker: '', maxItems: null }, ifMatch: null, requestId: '' },
    caller: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', account: ACCOUNT },
    ...parts,
  };
}

const create = (reference: string) =>
  request('CreateDistribution', {
    body: Buffer.from(
      xml('DistributionConfig', distributionConfig({ CallerReference: reference, Enabled: false })),
    ),
  });

const distributions = (answer: ApiResult) => answer.document!.value as Page<DistributionAnswer>;

test('CA-231: a change that cannot be stored is our own fault, reported, and changes nothing', () => {
  const { database, problems, perform } = openedParts();
  perform(create('first'));
  const before = perform(request('ListDistributions'));
  const { Id: id } = distributions(before).Items[0]!;
  const { etag } = perform(request('GetDistribution', { ids: { id, invalidationId: null } }));
  const onFirst = { ids: { id, invalidationId: null }, ifMatch: etag };
  database.row('PRAGMA query_only = ON');
  for (const refused of [
    create('second'),
    request('UpdateDistribution', { ...onFirst, body: create('first').body }),
    request('CreateInvalidation', {
      ...onFirst,
      body: Buffer.from(xml('InvalidationBatch', { Paths: ['/a'], CallerReference: 'a' })),
    }),
  ]) {
    expect(() => perform(refused)).toThrow(ApiError);
    expect(problems.splice(0)).toHaveLength(1);
  }
  expect(perform(request('ListDistributions'))).toEqual(before);
  database.row('PRAGMA query_only = OFF');
  perform(create('second'));
  expect(distributions(perform(request('ListDistributions'))).Quantity).toBe(2);
});

test('CA-184: a change of status that cannot be stored is tried until it can', () => {
  const { database, clock, problems, perform } = openedParts();
  perform(create('first'));
  const status = () => distributions(perform(request('ListDistributions'))).Items[0]!.Status;
  database.row('PRAGMA query_only = ON');
  clock.advance(DELAY_SECONDS);
  clock.tick(STATUS_RETRY_MS);
  expect(problems).toHaveLength(2);
  expect(status()).toBe('InProgress');
  database.row('PRAGMA query_only = OFF');
  clock.tick(STATUS_RETRY_MS);
  expect(status()).toBe('Deployed');
  clock.tick(10 * STATUS_RETRY_MS);
  expect(problems).toHaveLength(2);
});
