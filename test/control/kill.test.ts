/**
 * A process killed in the middle of a storm of writes: what it acknowledged is there, what it did not is there whole
 * or not at all, and the store opens. `KILLS=100` for the long run; each kill goes on with the store the last one left.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../../src/control/database.ts';
import { InvalidationStore } from '../../src/control/invalidation-store.ts';
import { ResourceStore } from '../../src/control/resource-store.ts';
import { seededRandom } from '../harness/seeded-random.ts';

const KILLS = Number(process.env.KILLS ?? 3);
const MAX_LINES = 120;

/** Resources by id: the last acknowledged ETag and the acknowledged invalidations. */
type Acknowledged = Map<string, { readonly etag: string; readonly invalidations: readonly string[] }>;

/** Kills the storm when it has printed so many lines; resolves with all that it printed. */
async function stormUntil(directory: string, lines: number): Promise<string[]> {
  const script = join(import.meta.dirname, 'write-storm.ts');
  const storm = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed: string[] = [];
  for await (const line of createInterface({ input: storm.stdout })) {
    printed.push(line);
    if (printed.length === lines) storm.kill('SIGKILL');
  }
  if (storm.exitCode === null && storm.signalCode === null) await once(storm, 'exit');
  expect(storm.signalCode, 'the storm ends by being killed only').toBe('SIGKILL');
  return printed;
}

/** Takes over what was acknowledged; answers with the write that was not, if there is one. */
function follow(known: Acknowledged, printed: readonly string[]): string {
  let open = '';
  for (const line of printed) {
    const [word, action, id, made] = line.split(' ');
    open = word === 'begin' ? `${action} ${id}` : '';
    if (word === 'begin') continue;
    const before = known.get(id!)?.invalidations ?? [];
    if (action === 'delete') known.delete(id!);
    else if (action === 'invalidate')
      known.set(id!, { etag: known.get(id!)!.etag, invalidations: [...before, made!] });
    else known.set(id!, { etag: made!, invalidations: before });
  }
  return open;
}

function stored(directory: string): Acknowledged {
  const database = Database.open(directory);
  try {
    expect(database.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(database.rows('PRAGMA foreign_key_check')).toEqual([]);
    const invalidations = new InvalidationStore(database);
    const resources = new ResourceStore(database).all('distribution');
    return new Map(
      resources.map(({ id, etag, config }) => {
        // A write is there whole: each has the one alias of its reference, and JSON that can be read.
        expect(config.Aliases).toEqual([`${config.CallerReference}.example.org`]);
        const made = invalidations.page(id, Number.MAX_SAFE_INTEGER, 1_000_000).map((one) => one.id);
        return [id, { etag, invalidations: made.toReversed() }];
      }),
    );
  } finally {
    database.close();
  }
}

/** Takes the one write that was on its way from what is stored, if it arrived: nothing else may differ. */
function settle(known: Acknowledged, found: Acknowledged, open: string): void {
  const [action, id] = open.split(' ');
  const made = [...found.keys()].filter((one) => !known.has(one));
  if (action === 'create' && made.length === 1) known.set(made[0]!, found.get(made[0]!)!);
  if (action === 'delete' && !found.has(id!)) known.delete(id!);
  if (action === 'update' && found.has(id!))
    known.set(id!, { ...known.get(id!)!, etag: found.get(id!)!.etag });
  const arrived = action === 'invalidate' ? (found.get(id!)?.invalidations ?? []) : [];
  const before = known.get(id ?? '')?.invalidations ?? [];
  if (arrived.length === before.length + 1 && before.every((one, at) => one === arrived[at])) {
    known.set(id!, { ...known.get(id!)!, invalidations: arrived });
  }
}

const sorted = (map: Acknowledged) => [...map].sort(([one], [other]) => (one < other ? -1 : 1));

test(`killed ${KILLS} times in a storm of writes, no acknowledged write is lost and the store opens`, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'edgefront-kill-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const random = seededRandom(Number(process.env.SEED ?? 1));
  const known: Acknowledged = new Map();
  const acknowledged = new Map<string, number>();
  for (let kill = 0; kill < KILLS; kill++) {
    const printed = await stormUntil(directory, 1 + random(MAX_LINES));
    const open = follow(known, printed);
    for (const line of printed.filter((one) => one.startsWith('done'))) {
      const action = line.split(' ')[1]!;
      acknowledged.set(action, (acknowledged.get(action) ?? 0) + 1);
    }
    const found = stored(directory);
    settle(known, found, open);
    expect(sorted(found), `after kill ${kill + 1}`).toEqual(sorted(known));
  }
  expect(acknowledged.get('create')).toBeGreaterThan(0);
  if (KILLS > 3) console.log(`killed ${KILLS} times, lost none of these acknowledged writes:`, acknowledged);
}, 600_000);
