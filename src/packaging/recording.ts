/**
 * Before the binary is made its parts serve the demo, alone and with workers, and are asked for something: what V8
 * compiled for that is what every start needs. Functions that did not run are compiled when they do.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import { ROOT } from './bundle.ts';

const RECORDER = join(import.meta.dirname, 'recorder.ts');
const LISTEN = { host: '127.0.0.1', http: 0, https: 0, admin: 0, control: 0, controlTls: 0 };
/** The last that is opened. */
const LAST_ROLE = 'controlTls';
const HOST = 'd111111abcdef8.cloudfront.net';
const PATHS = ['/about.html', '/about.html', '/pictures/dawn.png', '/none'];

/** Writes `compiled/` beside the `parts/` of a folder; rejects when they do not serve. */
export async function recordCompiled(folder: string): Promise<void> {
  // What the parts look for beside them.
  for (const name of ['package.json', 'src', 'config']) symlinkSync(join(ROOT, name), join(folder, name));
  cpSync(join(ROOT, 'config', 'demo'), join(folder, 'demo'), { recursive: true });
  for (const workers of [0, 2]) await serveOnce(folder, workers);
}

async function serveOnce(folder: string, workers: number): Promise<void> {
  const config = join(folder, 'demo', 'recorded.json');
  const demo = parse(readFileSync(join(folder, 'demo', 'edgefront.yaml'), 'utf8'));
  writeFileSync(config, JSON.stringify({ ...demo, listen: LISTEN, workers }));
  const edge = spawn(process.execPath, [RECORDER, folder, 'serve', '--config', config], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(edge, 'exit');
  try {
    const url = await viewersUrl(edge);
    for (const path of PATHS) await (await fetch(`${url}${path}`, { headers: { Host: HOST } })).text();
  } finally {
    edge.kill('SIGTERM');
    await ended;
  }
}

async function viewersUrl(edge: ChildProcess): Promise<string> {
  let url: string | null = null;
  for await (const line of createInterface(edge.stdout!)) {
    const said = JSON.parse(line);
    if (said.role === 'http') url = said.url;
    if (said.role === LAST_ROLE && url !== null) return url;
  }
  throw new Error('the program ended before it listened');
}
