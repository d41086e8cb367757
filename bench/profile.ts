/**
 * `npm run bench:profile -- --only hit-1KiB`: one scenario on one edgefront under `--cpu-prof`, and the lines
 * that took most time of their own. `--seconds 5`, `--lines 10`, `--keep FILE` for the profile itself.
 */
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { busyMilliseconds, type CpuProfile, linesOf, selfTimes } from './cpu-profile.ts';
import { load } from './load.ts';
import type { Measurement } from './measurement.ts';
import { type Scenario, scenarioNamed } from './scenarios.ts';
import { Stage } from './stage.ts';
import { check, edgeTarget } from './subjects.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    only: { ...text, default: 'hit-1KiB' },
    seconds: { ...text, default: '5' },
    connections: { ...text, default: '64' },
    lines: { ...text, default: '10' },
    keep: text,
  },
});
const scenario = scenarioNamed(values.only);
const folder = mkdtempSync(join(tmpdir(), 'edgefront-profile-'));
const { requestsPerSecond, p99Ms } = await underProfile(scenario);
process.stdout.write(
  `${scenario.name}: ${Math.round(requestsPerSecond)} requests/s, p99 ${p99Ms} ms (profiled)\n`,
);
const profile = busiestProfile();
process.stdout.write(`${linesOf(selfTimes(profile), Number(values.lines)).join('\n')}\n`);
rmSync(folder, { recursive: true });

async function underProfile(scenario: Scenario): Promise<Measurement> {
  const stage = await Stage.open();
  const nodeOptions = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const edge = await stage.startEdge({ nodeOptions });
  try {
    const target = edgeTarget(edge);
    await check(scenario, { subject: 'edgefront', target, origin: stage.origin });
    const options = {
      seconds: Number(values.seconds),
      connections: Number(values.connections),
      firstNumber: 1,
    };
    return await load(scenario, target, options);
  } finally {
    await stage.close();
  }
}

/** Workers write one each; the one that worked hardest counts. */
function busiestProfile(): CpuProfile {
  const files = globSync('*.cpuprofile', { cwd: folder }).map((name) => join(folder, name));
  const profiles = files.map((file) => ({
    file,
    profile: JSON.parse(readFileSync(file, 'utf8')) as CpuProfile,
  }));
  const [busiest] = profiles.toSorted(
    (one, other) => busyMilliseconds(other.profile) - busyMilliseconds(one.profile),
  );
  if (values.keep !== undefined) copyFileSync(busiest!.file, values.keep);
  return busiest!.profile;
}
