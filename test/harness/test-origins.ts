/** Origins on a clock that stands still, closed with the test, with nothing left running. */
import { expect, onTestFinished } from 'vitest';
import type { Parser } from '../../src/origin/connection.ts';
import type { OriginLimits } from '../../src/origin/limits.ts';
import type { NameService } from '../../src/origin/name-service.ts';
import { Origins } from '../../src/origin/origins.ts';
import { ManualClock } from './manual-clock.ts';
import { originLimits } from './origin-answer.ts';

export function testOrigins(
  limits: Partial<OriginLimits> = {},
  names?: NameService,
): { origins: Origins; clock: ManualClock } {
  const clock = new ManualClock();
  const options = { clock, limits: originLimits(limits), parser: testParser() };
  const origins = new Origins(names === undefined ? options : { ...options, names });
  onTestFinished(async () => {
    await origins.close();
    expect(clock.pendingTimers, 'timers left running').toBe(0);
  });
  return { origins, clock };
}

/** Who reads origins' answers in tests: our own reader, or undici alone (`EDGEFRONT_TEST_PARSER=undici`). */
export function testParser(): Parser {
  return process.env.EDGEFRONT_TEST_PARSER === 'undici' ? 'undici' : 'own';
}
