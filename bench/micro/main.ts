/** `npm run bench:micro`: nanoseconds per call of the clever pure files, the median of rounds that take turns. */
import { MICRO_SUBJECTS } from './subjects.ts';

const ROUNDS = 11;
const ROUND_NS = 50_000_000n;
/** Calls between two looks at the clock. */
const BATCH = 64;

const rounds = MICRO_SUBJECTS.map(() => [] as number[]);
for (let round = 0; round <= ROUNDS; round++) {
  for (const [index, { run }] of MICRO_SUBJECTS.entries()) {
    const nanoseconds = measure(run);
    // The first round is for the compiler.
    if (round > 0) rounds[index]!.push(nanoseconds);
  }
}
for (const [index, { name }] of MICRO_SUBJECTS.entries()) {
  const median = rounds[index]!.toSorted((one, other) => one - other)[ROUNDS >> 1]!;
  process.stdout.write(`${name.padEnd(34)} ${median.toFixed(0).padStart(8)} ns\n`);
}

function measure(run: (at: number) => unknown): number {
  const start = process.hrtime.bigint();
  let calls = 0;
  let truthy = 0;
  while (process.hrtime.bigint() - start < ROUND_NS) {
    for (let at = 0; at < BATCH; at++) if (run(calls + at)) truthy += 1;
    calls += BATCH;
  }
  if (truthy < 0) throw new Error('counted wrongly');
  return Number(process.hrtime.bigint() - start) / calls;
}
