/** A lesson as `edgefront lesson` runs it, in this process: ports of its own, a manual clock, cleared away with the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { BenchResult } from '../../src/admin/bench.ts';
import type { Lesson } from '../../src/classroom/lesson.ts';
import { readLesson } from '../../src/classroom/read-lesson.ts';
import { RunningLesson } from '../../src/classroom/running-lesson.ts';
import { startTeachingOrigin } from '../../src/classroom/teaching-origin.ts';
import type { Clock } from '../../src/clock.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import type { Settings } from '../../src/config/settings.ts';
import { type Simulator, startSimulator } from '../../src/simulator.ts';
import { ManualClock } from '../harness/manual-clock.ts';

const LESSONS = join(import.meta.dirname, '..', '..', 'config', 'lessons');

/** What a step of a lesson tells. */
export interface Taken {
  readonly saw: string;
  readonly misses: readonly string[];
  readonly result: BenchResult | null;
}

interface TaughtParts {
  readonly simulator: Simulator;
  readonly desk: RunningLesson;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

export class Taught {
  readonly lesson: Lesson;
  readonly simulator: Simulator;
  readonly #desk: RunningLesson;
  readonly #clock: Clock;
  readonly #close: () => Promise<void>;
  #isClosed = false;

  constructor(lesson: Lesson, parts: TaughtParts) {
    this.lesson = lesson;
    this.simulator = parts.simulator;
    this.#desk = parts.desk;
    this.#clock = parts.clock;
    this.#close = parts.close;
  }

  get adminUrl(): string {
    return this.simulator.addresses.find(({ role }) => role === 'admin')!.url;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#close();
  }

  /** A manual clock runs on while the step takes its time. */
  async take(step: number): Promise<Taken> {
    let isTaken = false;
    const taking = this.#desk.take(step).finally(() => {
      isTaken = true;
    });
    while (!isTaken) {
      if (this.#clock instanceof ManualClock) this.#clock.tick(1);
      await setImmediate();
    }
    return (await taking) as Taken;
  }
}

export function lessonAt(name: string): Lesson {
  const reading = readLesson(join(LESSONS, name, 'lesson.yaml'));
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.lesson;
}

export interface TeachingOptions {
  readonly clock?: Clock;
  /** Port of the operator's window; any free one unless given. */
  readonly admin?: number;
}

export async function teach(name: string, options: TeachingOptions = {}): Promise<Taught> {
  const { clock = new ManualClock(), admin = 0 } = options;
  const lesson = lessonAt(name);
  const origin = await startTeachingOrigin(0);
  const state = mkdtempSync(join(tmpdir(), 'edgefront-lesson-'));
  let desk: RunningLesson | null = null;
  const simulator = await startSimulator(settingsOf(name, { originPort: origin.port, state, admin }), {
    clock,
    log: pino({ level: 'silent' }),
    openLesson: (parts) => {
      desk = new RunningLesson(lesson, parts);
      return desk;
    },
  });
  const close = async () => {
    await simulator.stop();
    await origin.close();
    rmSync(state, { recursive: true });
  };
  const taught = new Taught(lesson, { simulator, desk: desk!, clock, close });
  onTestFinished(() => taught.close());
  return taught;
}

interface Place {
  readonly originPort: number;
  readonly admin: number;
  readonly state: string;
}

function settingsOf(name: string, { originPort, state, admin }: Place): Settings {
  const reading = readSettings(join(LESSONS, name, 'edgefront.yaml'), {});
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  const { settings } = reading;
  const origins = [...settings.origins].map(([host, origin]) => {
    return [host, { ...origin, http: { host: '127.0.0.1', port: originPort } }] as const;
  });
  const listen = { ...settings.listen, http: 0, admin };
  return { ...settings, listen, origins: new Map(origins), state: { directory: state } };
}
