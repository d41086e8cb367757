/** Reads what `node --cpu-prof` writes: where the time itself was spent, function by function. */

/** A file ending in .cpuprofile, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** The node of each sample. */
  readonly samples: readonly number[];
  /** Microseconds from the sample before. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

export interface SelfTime {
  readonly name: string;
  /** File below the project and line; empty for the engine's own. */
  readonly place: string;
  readonly milliseconds: number;
  /** Of the time that was not idle. */
  readonly share: number;
}

const IDLE = new Set(['(idle)', '(root)']);

/** All functions that took time of their own, the one with most first; what waits is left out. */
export function selfTimes(profile: CpuProfile): SelfTime[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, { name: string; place: string; milliseconds: number }>();
  for (const [at, sample] of profile.samples.entries()) {
    const { functionName: name, url, lineNumber } = frames.get(sample)!;
    if (IDLE.has(name)) continue;
    const place = url === '' ? '' : `${shortened(url)}:${lineNumber + 1}`;
    const time = times.get(`${name} ${place}`) ?? { name: name || '(anonymous)', place, milliseconds: 0 };
    time.milliseconds += (profile.timeDeltas[at] ?? 0) / 1000;
    times.set(`${name} ${place}`, time);
  }
  const total = [...times.values()].reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [...times.values()]
    .map((time) => ({ ...time, share: time.milliseconds / total }))
    .toSorted((one, other) => other.milliseconds - one.milliseconds);
}

export function busyMilliseconds(profile: CpuProfile): number {
  return selfTimes(profile).reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

export function linesOf(times: readonly SelfTime[], count: number): string[] {
  return times
    .slice(0, count)
    .map(
      ({ name, place, share }) => `${(share * 100).toFixed(1).padStart(5)} %  ${name.padEnd(32)} ${place}`,
    );
}

/** `src/edge/flow.ts`, or `undici/lib/…` for what is installed. */
function shortened(url: string): string {
  return url.replace(/^.*\/node_modules\//, '').replace(/^.*\/(src|bench|test)\//, '$1/');
}
