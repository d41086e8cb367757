/** The real process, as it is started. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const LAUNCHER = join(import.meta.dirname, '..', '..', 'src', 'edgefront.cjs');

async function node(...words: string[]): Promise<{ exitCode: number | null; out: string; error: string }> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((done) => child.on('close', done));
  const [out, error, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { exitCode, out, error };
}

test('the launcher brings words to the command line and its exit code back', async () => {
  expect(await node(LAUNCHER, '--version')).toEqual({
    exitCode: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    error: '',
  });
  expect(await node(LAUNCHER, 'nonsense')).toMatchObject({ exitCode: 2, out: '' });
});

test('an old Node.js is told in one line which one is needed', async () => {
  const pretend = "Object.defineProperty(process, 'versions', { value: { node: '20.1.0' } });";
  expect(await node('-e', `${pretend} require(${JSON.stringify(LAUNCHER)})`)).toEqual({
    exitCode: 1,
    out: '',
    error: 'edgefront needs Node.js 26 or newer; this is 20.1.0.\n',
  });
});
