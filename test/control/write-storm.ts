/**
 * A process that writes to a store as fast as it can until it is killed: `node write-storm.ts DIRECTORY`. It goes on
 * with what the store holds. For each write it prints a line when it begins and one when it was acknowledged; both have left before it goes on.
 *
 *     begin create r7          begin update EID        begin delete EID        begin invalidate EID
 *     done create EID ETAG     done update EID ETAG    done delete EID         done invalidate EID IID
 */
import { writeSync } from 'node:fs';
import { SystemClock } from '../../src/clock.ts';
import type { ActionName, ApiResult } from '../../src/control/api-request.ts';
import { ControlPlane } from '../../src/control/control-plane.ts';
import { DEFAULT_CONTROL_LIMITS } from '../../src/control/limits.ts';
import { writeApiDocument } from '../../src/distribution/api-documents.ts';
import { distributionConfig, invalidationBatch } from './request-documents.ts';
import { ScriptedFleet } from './scripted-fleet.ts';
import { UNCHECKED } from './unchecked.ts';

const ACCOUNT = '111122223333';
const MAX_ALIVE = 20;
const STDOUT = 1;

const clock = new SystemClock();
const plane = ControlPlane.open({
  directory: process.argv[2]!,
  clock,
  settings: {
    delaySeconds: 0,
    limits: { ...DEFAULT_CONTROL_LIMITS, distributions: 1_000, invalidationsInProgress: 1_000_000 },
    signers: new Map(),
    known: UNCHECKED,
    expandsWildcards: false,
    file: { distributions: [], identities: [] },
  },
  onProblem: (error) => {
    throw error;
  },
});
plane.start(new ScriptedFleet(clock, plane.documents(), 1));

const own = { kind: 'distribution', account: ACCOUNT } as const;
const alive = new Map(
  plane.store
    .all('distribution')
    .map(({ id, etag, config: { CallerReference: reference, Enabled: isEnabled } }) => {
      return [id, { reference, etag, isEnabled }];
    }),
);
for (let round = 0; ; round++) {
  await write(round);
  // Statuses are written in between, when what is on its way arrives.
  await new Promise((resolve) => setImmediate(resolve));
}

async function write(round: number): Promise<void> {
  const [id] = [...alive.keys()].slice(round % Math.max(1, alive.size));
  if (id === undefined || (alive.size < MAX_ALIVE && round % 4 === 0)) create(`r${Date.now()}-${round}`);
  else if (alive.get(id)!.isEnabled) change(id, round);
  else remove(id);
}

function change(id: string, round: number): void {
  if (round % 3 === 0) invalidate(id, `i${Date.now()}-${round}`);
  else update(id, round);
}

function create(reference: string): void {
  say(`begin create ${reference}`);
  const { etag, location } = perform('CreateDistribution', null, config(reference, true, ''));
  const id = location!.split('/').at(-1)!;
  alive.set(id, { reference, etag: etag!, isEnabled: true });
  say(`done create ${id} ${etag}`);
}

function update(id: string, round: number): void {
  const { reference } = alive.get(id)!;
  const isEnabled = round % 5 !== 0;
  say(`begin update ${id}`);
  const { etag } = perform('UpdateDistribution', id, config(reference, isEnabled, `round ${round}`));
  alive.set(id, { reference, etag: etag!, isEnabled });
  say(`done update ${id} ${etag}`);
}

/** Which succeeds once the disabling has been deployed. */
function remove(id: string): void {
  if (!plane.registry.find(own, id)!.isDeployed) return;
  say(`begin delete ${id}`);
  perform('DeleteDistribution', id, '');
  alive.delete(id);
  say(`done delete ${id}`);
}

function invalidate(id: string, reference: string): void {
  const batch = invalidationBatch({ CallerReference: reference, Paths: ['/a', '/b'] });
  say(`begin invalidate ${id}`);
  const { location } = perform(
    'CreateInvalidation',
    id,
    writeApiDocument('InvalidationBatch', batch, '2013-05-12'),
  );
  say(`done invalidate ${id} ${location!.split('/').at(-1)!}`);
}

function config(CallerReference: string, Enabled: boolean, Comment: string): string {
  const parts = { CallerReference, Enabled, Comment, Aliases: [`${CallerReference}.example.org`] };
  return writeApiDocument('DistributionConfig', distributionConfig(parts), '2013-05-12');
}

function perform(action: ActionName, id: string | null, body: string): ApiResult {
  return plane.perform({
    ...{ version: '2013-05-12', action, ids: { id, invalidationId: null }, requestId: '' },
    query: { marker: '', maxItems: null },
    ifMatch: id === null ? null : (alive.get(id)?.etag ?? null),
    body: Buffer.from(body),
    caller: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', account: ACCOUNT },
  });
}

function say(line: string): void {
  writeSync(STDOUT, `${line}\n`);
}
