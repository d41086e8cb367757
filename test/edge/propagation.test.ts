import { expect, test, vi } from 'vitest';
import { Propagator } from '../../src/edge/propagation.ts';
import { ManualClock } from '../harness/manual-clock.ts';

function setting() {
  const clock = new ManualClock();
  const told: string[] = [];
  const propagator = new Propagator(['IAD2', 'FRA2', 'NRT4'], clock);
  const send = (what: string, delaySeconds: number) =>
    propagator.send({ delaySeconds, onDone: () => void told.push(`${what} done`) }, (pop, hasIt) => {
      told.push(`${what} at ${pop}`);
      hasIt();
    });
  return { clock, told, propagator, send };
}

test('D-16: each place is reached at a moment of its own, the last when the delay is over', () => {
  const { clock, told, send } = setting();
  send('one', 3);
  const seen = [told.length];
  for (let second = 1; second <= 3; second++) {
    clock.advance(1);
    seen.push(told.length);
  }
  expect(seen).toEqual([0, 1, 2, 4]);
  expect(told).toEqual(['one at IAD2', 'one at FRA2', 'one at NRT4', 'one done']);
});

test('D-16: several are on their way at a time, and each arrives', () => {
  const { clock, told, send } = setting();
  send('slow', 9);
  send('fast', 3);
  clock.advance(9);
  expect(told.filter((text) => text.endsWith('done'))).toEqual(['fast done', 'slow done']);
});

test('D-16: with no delay nothing arrives before the sender is through', () => {
  const { clock, told, send } = setting();
  send('one', 0);
  expect(told).toEqual([]);
  clock.tick(0);
  expect(told.at(-1)).toBe('one done');
});

test('once closed nothing arrives any more', () => {
  const { clock, told, send, propagator } = setting();
  send('one', 3);
  clock.advance(1);
  propagator.close();
  clock.advance(9);
  expect(told).toEqual(['one at IAD2']);
  expect(clock.pendingTimers).toBe(0);
});

test('a place that takes its time is waited for', () => {
  const clock = new ManualClock();
  const [onDone, answers] = [vi.fn(), [] as (() => void)[]];
  const propagator = new Propagator(['IAD2', 'FRA2'], clock);
  propagator.send({ delaySeconds: 2, onDone }, (_pop, hasIt) => answers.push(hasIt));
  clock.advance(2);
  answers[1]!();
  expect(onDone).not.toHaveBeenCalled();
  answers[0]!();
  expect(onDone).toHaveBeenCalledOnce();
});
