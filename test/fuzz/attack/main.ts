/**
 * `npm run attack -- --seconds 300 --seed 1`: a running edge, its listeners under malformed, damaged, slow and
 * half-open requests over raw sockets, HTTP and TLS. After each batch a good request on a fresh connection must
 * get its right answer. Ends in 1 when anything crashed, hung, answered wrongly or passed something on.
 */
import { parseArgs } from 'node:util';
import { EdgeProcess } from '../../harness/edge-process.ts';
import { EdgeSite } from '../../harness/edge-site.ts';
import { ATTACK_SHAPES } from './attack-shapes.ts';
import { attack, MANNERS } from './attacker.ts';
import { Chance } from './chance.ts';
import { startEchoOrigin } from './echo-origin.ts';
import { askWell } from './good-viewer.ts';
import { judge } from './judge.ts';
import { SlowSenders } from './slow-senders.ts';
import { Tally } from './tally.ts';

const BATCH = 200;
const SLOW_SENDERS = 50;
/** Short, so that a run of seconds meets them. */
const LIMITS = { viewerHeaderSeconds: 3, viewerIdleSeconds: 3, viewerWriteSeconds: 3 };
/** Node.js looks for slow heads once a second; a busy machine has another few. */
const SLACK_MS = 10_000;
const TLS_SHARE = 0.2;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const tally = new Tally();
if (values.help) process.stdout.write('npm run attack -- [--seconds 30] [--seed 1]\n');
else await report();

async function report(): Promise<void> {
  const lines = await run();
  process.stdout.write(`${[...lines, ...tally.lines()].join('\n')}\n`);
  process.exitCode = tally.faults === 0 ? 0 : 1;
}

async function run(): Promise<string[]> {
  const seconds = Number(values.seconds);
  const chance = new Chance(Number(values.seed));
  using site = new EdgeSite();
  const origin = await startEchoOrigin();
  const edge = await EdgeProcess.start(site.configure(origin.port, LIMITS));
  const slow = new SlowSenders(edge.portOf('http'), SLOW_SENDERS);
  const memory = [edge.residentBytes()];
  const until = performance.now() + seconds * 1000;
  let good = 0;
  while (performance.now() < until && edge.ending === null) {
    await Promise.all(Array.from({ length: BATCH }, () => attackOnce(edge, chance)));
    for (const fault of await askWell(edge, chance.token())) tally.fault(fault);
    good += 2;
    if (edge.ending === null) memory.push(edge.residentBytes());
  }
  judgeSlow(slow);
  await end(edge);
  origin.close();
  for (const fault of [...origin.faults, ...edge.complaints]) tally.fault(fault);
  const mib = [memory[0]!, Math.max(...memory), memory.at(-1)!].map((bytes) => Math.round(bytes / 1024 ** 2));
  return [
    `attacked          for ${seconds} s, seed ${values.seed}`,
    `good requests     ${good} on fresh connections, HTTP and TLS in turn`,
    `slow senders      ${slow.livedMs.length} cut, the last to go after ${Math.round(Math.max(0, ...slow.livedMs))} ms`,
    `resident memory   ${mib[0]} MiB before, ${mib[1]} MiB at most, ${mib[2]} MiB at the end`,
  ];
}

async function attackOnce(edge: EdgeProcess, chance: Chance): Promise<void> {
  const shape = chance.oneOf(ATTACK_SHAPES);
  const isSecure = chance.isLikely(TLS_SHARE);
  // Now and then in the clear to the TLS port.
  const port = edge.portOf(isSecure || chance.isLikely(0.05) ? 'https' : 'http');
  const bytes = shape.bytes(chance, chance.token());
  const outcome = await attack({ port, isSecure, manner: chance.oneOf(MANNERS), bytes }, chance);
  const verdict = await judge(outcome);
  tally.count(shape.name, outcome, verdict);
  for (const fault of verdict.faults) tally.fault(`${shape.name}: ${fault}`, outcome.sent);
}

function judgeSlow(slow: SlowSenders): void {
  const allowedMs = LIMITS.viewerHeaderSeconds * 1000 + SLACK_MS;
  const oldestMs = Math.max(slow.stop(), ...slow.livedMs);
  if (oldestMs > allowedMs) tally.fault(`a slow sender was let live for ${Math.round(oldestMs)} ms`);
}

/** A crash shows as an ending before its time, a leak of connections as a drain that has to be cut. */
async function end(edge: EdgeProcess): Promise<void> {
  if (edge.ending !== null) return tally.fault(`the edge ended with ${edge.ending}`);
  const code = await edge.stop();
  if (code !== 0) tally.fault(`the edge stopped with ${code}`);
}
