/** Has somebody asked at a pace, from the core of the load. */
import { join } from 'node:path';
import { Child } from '../child.ts';
import { onCore } from '../cores.ts';
import type { PacedOrder, PacedReport } from './main.ts';

export type PacedQuestion = Partial<PacedOrder> &
  Pick<PacedOrder, 'port' | 'host' | 'path' | 'ratePerSecond' | 'seconds'>;

const USUAL = { firstNumber: 0, choices: 1, newEvery: 0, firstNew: 0, bodyBytes: 1024, connections: 64 };

/** Its garbage is collected seldom, and by its own thread: another would want the same core. */
const QUIET = ['--single-threaded-gc', '--max-semi-space-size=128'];

export async function askAtPace(question: PacedQuestion): Promise<PacedReport> {
  const order: PacedOrder = { ...USUAL, ...question };
  const script = join(import.meta.dirname, 'main.ts');
  const said = await Child.output(
    onCore('load', [process.execPath, ...QUIET, script, JSON.stringify(order)]),
  );
  return JSON.parse(said) as PacedReport;
}
