/** `edgefront simulate`: a scenario or access logs through the edge's policy and cache rules, without a network. */
import { writeFileSync } from 'node:fs';
import { LogWriter } from '../load/log-writer.ts';
import { planPage, planReport, planText } from '../load/plan-report.ts';
import { readPrices } from '../load/scenario-file.ts';
import { simulate } from '../load/simulation.ts';
import type { Stage } from '../load/stage.ts';
import { parseSize } from '../schema/quantity.ts';
import { tryOutputFiles } from './output-file.ts';
import { BadInput, type Terminal } from './terminal.ts';
import { readTraffic, sound } from './traffic-input.ts';

export interface SimulateOptions {
  readonly sizes?: string;
  readonly prices?: string;
  readonly rate: string;
  readonly speed: string;
  readonly writeLog?: string;
  readonly cacheControl: string;
  readonly strict: boolean;
  readonly json?: string;
  readonly html?: string;
}

/** Throws BadInput for files or options that cannot be used. */
export async function simulateCommand(
  files: readonly string[],
  options: SimulateOptions,
  terminal: Terminal,
): Promise<void> {
  const sizes = options.sizes === undefined ? null : options.sizes.split(',').map(sizeOf);
  const { strict: isStrict, cacheControl } = options;
  const rate = positive('--rate', options.rate);
  const speed = positive('--speed', options.speed);
  const prices = sound(readPrices(options.prices ?? null));
  const traffic = await readTraffic(files, { isStrict, cacheControl, rate, speed }, terminal);
  tryOutputFiles({ '--json': options.json, '--html': options.html });
  const { stage, source, content, invalidations, phases, endMs, notes } = traffic;
  const log = options.writeLog === undefined ? null : logOf(options.writeLog, stage);
  const startedAt = performance.now();
  const result = attempt(() =>
    simulate(stage, { content, source: source!, invalidations, phases, endMs, sizes, log }),
  );
  log?.close();
  const elapsedMs = performance.now() - startedAt;
  const report = planReport(result, { title: stage.scenario.title, elapsedMs, prices, notes });
  terminal.print(planText(report));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  if (options.html !== undefined) writeFileSync(options.html, planPage(report));
}

function logOf(file: string, { edges, hostName }: Stage): LogWriter {
  try {
    return new LogWriter({ file, hostName, pops: edges.map(({ pop }) => pop) });
  } catch (error) {
    throw new BadInput(`--write-log ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A number above 0. Throws BadInput, naming the option. */
export function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new BadInput(`${option} ${text}: must be a number above 0`);
  return value;
}

function sizeOf(text: string): number {
  const bytes = parseSize(text.trim());
  if (bytes === null || bytes < 1)
    throw new BadInput(`--sizes ${text}: must be sizes such as 16MiB,64MiB,1GiB`);
  return bytes;
}

function attempt<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof RangeError ? new BadInput(`--sizes: ${error.message}`) : error;
  }
}
