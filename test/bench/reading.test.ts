/** What the bench reads: its options, wrk's last line, profiles, the books of the system. */
import { describe, expect, test } from 'vitest';
import { type CpuProfile, linesOf, selfTimes } from '../../bench/cpu-profile.ts';
import { measurementOf } from '../../bench/measurement.ts';
import { isChosen, readOptions } from '../../bench/options.ts';
import { cpuSecondsOf } from '../../bench/processor.ts';

describe('options', () => {
  test('have defaults', () => {
    expect(readOptions([])).toEqual({
      rounds: 7,
      seconds: 2,
      connections: 64,
      objects: 1_000_000,
      only: [],
      json: null,
      isKept: false,
    });
  });

  test('are read', () => {
    const options = readOptions(['--rounds', '2', '--only', 'hit-1KiB,miss', '--json', 'a.json']);
    expect(options).toMatchObject({ rounds: 2, only: ['hit-1KiB', 'miss'], json: 'a.json' });
  });

  test.each([['0'], ['-1'], ['x'], ['1.5']])('--rounds %s is refused', (rounds) => {
    expect(() => readOptions([`--rounds=${rounds}`])).toThrow(TypeError);
  });

  test('--help is no options', () => expect(readOptions(['--help'])).toBeNull());

  test('a name is chosen by any of its parts, and all are by none', () => {
    expect(isChosen('miss-kept', { only: ['hit', 'miss'] })).toBe(true);
    expect(isChosen('range-64KiB', { only: ['hit', 'miss'] })).toBe(false);
    expect(isChosen('range-64KiB', { only: [] })).toBe(true);
  });
});

describe('wrk', () => {
  const OUTPUT = `Running 2s test @ http://127.0.0.1:1/
  1 threads and 64 connections
Requests/sec:  50000.00
{"requests":100000,"microseconds":2000000,"bytes":209715200,"refused":1,"broken":2,"p50":1250,"p99":9000,"longest":20500}
`;

  test('is read from the line of its script', () => {
    expect(measurementOf(OUTPUT)).toEqual({
      requests: 100_000,
      requestsPerSecond: 50_000,
      p50Ms: 1.25,
      p99Ms: 9,
      longestMs: 20.5,
      mibPerSecond: 100,
      bytesPerAnswer: 2097.152,
      wrongAnswers: 3,
    });
  });

  test('that broke off is an error', () =>
    expect(() => measurementOf('Running 2s test\n')).toThrow(SyntaxError));
});

describe('a profile', () => {
  const frame = (functionName: string, url: string, lineNumber: number) => ({
    callFrame: { functionName, url, lineNumber },
  });
  const PROFILE: CpuProfile = {
    nodes: [
      { id: 1, ...frame('(idle)', '', -1) },
      { id: 2, ...frame('send', 'file:///home/somebody/edgefront/src/edge/flow.ts', 11) },
      { id: 3, ...frame('writev', '', -1) },
      { id: 4, ...frame('send', 'file:///home/somebody/edgefront/src/edge/flow.ts', 11) },
      { id: 5, ...frame('', 'file:///home/somebody/edgefront/node_modules/undici/lib/a.js', 0) },
    ],
    samples: [1, 2, 3, 4, 3, 3, 5],
    timeDeltas: [5000, 1000, 2000, 1000, 2000, 1000, 3000],
  };

  test('tells what took time of its own, wherever it was called from, and not what waited', () => {
    expect(selfTimes(PROFILE)).toEqual([
      { name: 'writev', place: '', milliseconds: 5, share: 0.5 },
      { name: '(anonymous)', place: 'undici/lib/a.js:1', milliseconds: 3, share: 0.3 },
      { name: 'send', place: 'src/edge/flow.ts:12', milliseconds: 2, share: 0.2 },
    ]);
  });

  test('is printed a line a function', () => {
    expect(linesOf(selfTimes(PROFILE), 1)).toEqual([` 50.0 %  ${'writev'.padEnd(32)} `]);
  });
});

test("processor time stands behind a program's name, whatever that is", () => {
  const stat = '42 (node (x) y) S 1 42 42 0 -1 4194304 100 0 0 0 250 150 0 0 20 0 11 0 1 1 1';
  expect(cpuSecondsOf(stat)).toBe(4);
});
