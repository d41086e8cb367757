/** The machine's clock, on timers that the test moves. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SystemClock } from '../src/clock.ts';

const DAY_MS = 86_400_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([0, 1000, 24 * DAY_MS, 25 * DAY_MS, 60 * DAY_MS])(
  'a wait of %i ms ends then and not before',
  (ms) => {
    const task = vi.fn();
    new SystemClock().after(ms, task);
    vi.advanceTimersByTime(Math.max(0, ms - 1));
    expect(task).toHaveBeenCalledTimes(ms === 0 ? 1 : 0);
    vi.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledOnce();
  },
);

test('a long wait can be cancelled at any time', () => {
  const task = vi.fn();
  const timer = new SystemClock().after(60 * DAY_MS, task);
  vi.advanceTimersByTime(30 * DAY_MS);
  timer.cancel();
  vi.advanceTimersByTime(60 * DAY_MS);
  expect(task).not.toHaveBeenCalled();
});

test('D-1: moving simulated time brings near what waits for it, and nothing else', () => {
  const clock = new SystemClock();
  const [real, simulated] = [vi.fn(), vi.fn()];
  clock.after(DAY_MS, real);
  clock.afterSimulated(DAY_MS, simulated);
  const before = clock.realNow();
  clock.advance(86_399);
  expect([clock.now() - before, clock.realNow() - before]).toEqual([86_399_000, 0]);
  vi.advanceTimersByTime(999);
  expect(simulated).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(simulated).toHaveBeenCalledOnce();
  expect(real).not.toHaveBeenCalled();
});

test('D-1: a clock made on the offset of another moves with it', () => {
  const clock = new SystemClock();
  const elsewhere = new SystemClock(clock.offset);
  clock.advance(3600);
  expect(elsewhere.now() - elsewhere.realNow()).toBe(3_600_000);
});
