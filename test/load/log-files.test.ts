/** Access logs as a replay reads them: what is no line is told, wherever in the file it stands. */
import { afterAll, expect, test } from 'vitest';
import { NoLog, readLogFiles } from '../../src/load/log-files.ts';
import { Replay } from '../../src/traffic/replay.ts';
import { ExampleFolder } from '../config/example.ts';

const folder = new ExampleFolder();
afterAll(() => folder[Symbol.dispose]());

const LINE = '2013-05-23\t01:13:11\tFRA2\t1420\t192.0.2.10\tGET\td1.cloudfront.net\t/a\t200\t-\t-\t-\n';

async function readText(text: string, isStrict = false) {
  const file = folder.write('some.log', text);
  const told: string[] = [];
  const replay = new Replay({ edgeOf: () => 0, cacheControl: null, speed: 1 });
  const tally = await readLogFiles([file], replay, { isStrict, onBadLine: (one) => told.push(one) });
  return { ...tally, told: told.map((one) => one.slice(file.length)) };
}

/** One that comes with a single read, and one that comes with two. */
const LONG = [100_000, 300_000];

test.each([
  ['in the middle', LINE, `\n${LINE}`, 2],
  ['at the end', LINE, '\n', 1],
  ['at the end, and nothing ends it', LINE, '', 1],
])('a line that is too long, %s, is told and counted', async (_, before, after, lines) => {
  for (const bytes of LONG) {
    const text = before + 'x'.repeat(bytes) + after;
    expect(await readText(text)).toEqual({ lines, badLines: 1, told: [':2: is longer than 65536 bytes'] });
    await expect(readText(text, true)).rejects.toThrow(NoLog);
  }
});

test('a last line that nothing ends is a line', async () => {
  expect(await readText(`${LINE}${LINE.trimEnd()}`)).toEqual({ lines: 2, badLines: 0, told: [] });
});
