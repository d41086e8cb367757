/** The single binary where nothing else is: an empty folder, an empty PATH. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EdgeSite } from '../harness/edge-site.ts';
import { rawViewer } from '../harness/raw-viewer.ts';
import { ServiceManager } from '../harness/service-manager.ts';
import { soon } from '../harness/soon.ts';
import { requestText } from '../harness/test-edge.ts';
import { expectOneMemory, TwoWorkers } from '../harness/two-workers.ts';
import { endOneWorker } from './inspected-process.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'edgefront-alone-'));
const alone = { cwd: folder, env: { PATH: '' } };

beforeAll(() => {
  execFileSync('npm', ['run', '-s', 'build:binary'], { cwd: ROOT, stdio: 'ignore' });
  cpSync(join(ROOT, 'dist', 'edgefront'), join(folder, 'edgefront'));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

test('tells its version', () => {
  expect(execFileSync('./edgefront', ['--version'], { ...alone, encoding: 'utf8' })).toMatch(
    /^\d+\.\d+\.\d+\n$/,
  );
});

test('serves the demo, whose files it brings along', async () => {
  const edge = spawn('./edgefront', ['serve'], { ...alone, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await firstUrl(edge);
    const headers = { Host: 'd111111abcdef8.cloudfront.net' };
    const ask = async () => (await fetch(`${url}/about.html`, { headers })).headers.get('x-cache');
    expect([await ask(), await ask()]).toEqual(['Miss from cloudfront', 'Hit from cloudfront']);
    expect(readdirSync(folder).sort()).toEqual(['edgefront', 'edgefront-demo']);
  } finally {
    edge.kill('SIGTERM');
    expect((await once(edge, 'exit'))[0]).toBe(0);
  }
});

test('checks a configuration and says what is wrong with it', () => {
  const { status, stdout } = spawnSync('./edgefront', ['check', 'none.yaml'], { ...alone, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({
    status: 2,
    stdout: expect.stringMatching(/none\.yaml.*cannot be read/),
  });
});

test('serves with two workers that share what is stored; one that dies is replaced', async () => {
  const site = await TwoWorkers.start([join(folder, 'edgefront')]);
  await expectOneMemory(site);
  const before = site.threads();
  await endOneWorker(site.edge.pid);
  await soon(() => site.threads().length === 2 && site.threads().some((id) => !before.includes(id)));
  expect(await site.seen('/a')).toEqual(['Hit from cloudfront: no. 0']);
  expect(site.edge.complaints.join('\n')).toContain('a worker died and is replaced');
});

test('takes sockets that the system hands over, and says nothing beside its log', async () => {
  using site = new EdgeSite();
  const manager = await ServiceManager.create(2);
  const [http, https] = manager.ports as [number, number];
  const file = site.configure(1, {}, { listen: { http, https }, workers: 2 });
  const edge = await manager.start(file, [join(folder, 'edgefront')]);
  const viewer = await rawViewer({ port: http });
  await viewer.send(requestText('GET', '/', { Host: 'none.example.com' }));
  expect((await viewer.readResponse()).status).toBe(403);
  expect(await edge.stop()).toBe(0);
  expect(edge.complaints).toEqual([]);
});

test('knows what it writes to a terminal with, which is loaded when there is one', async () => {
  using site = new EdgeSite();
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const file = site.configure(port, {}, { listen: { http: port } });
  const typed = `./edgefront serve --config ${file}`;
  const { stdout } = spawnSync('script', ['-qec', typed, '/dev/null'], { cwd: folder, encoding: 'utf8' });
  taken.close();
  expect(stdout).toContain('is taken by another program');
});

/** Where the demo's viewers go, as its log says. */
async function firstUrl(edge: ChildProcess): Promise<string> {
  for await (const line of createInterface(edge.stdout!)) {
    const said = line.startsWith('{') ? JSON.parse(line) : {};
    if (said.role === 'http') return said.url;
  }
  throw new Error('the binary ended before it listened');
}
