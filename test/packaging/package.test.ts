import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PackedPackage } from '../harness/packed-package.ts';
import { soon } from '../harness/soon.ts';
import { expectOneMemory, TwoWorkers } from '../harness/two-workers.ts';

const TEST_SUITE = `
import assert from 'node:assert';
import { createServer } from 'node:http';
import { startEdgefront } from 'edgefront';
const origin = createServer((request, response) => response.end(request.url)).listen(0, '127.0.0.1');
await new Promise((resolve) => origin.once('listening', resolve));
const edge = await startEdgefront({ origin: 'http://127.0.0.1:' + origin.address().port, behavior: { MinTTL: 60 } });
const ask = async () => (await fetch(edge.url + '/logo.png')).headers.get('x-cache');
assert.deepEqual([await ask(), await ask()], ['Miss from cloudfront', 'Hit from cloudfront']);
await edge.stop();
origin.close();
console.log('delivered');
`;

const TYPED_USE = `
import { type Edgefront, startEdgefront } from 'edgefront';
const edge: Edgefront = await startEdgefront({ origin: 'http://127.0.0.1:3000', edges: ['IAD2'] });
const url: string = edge.url;
// @ts-expect-error: an origin is a URL
await startEdgefront({ origin: 3000 });
await edge.advance(url.length);
`;

let packed: PackedPackage;

beforeAll(() => {
  packed = new PackedPackage();
}, 60_000);

afterAll(() => packed[Symbol.dispose]());

test('what npm pack ships holds JavaScript, types, configuration, and nothing of the sources', () => {
  const files = execFileSync('find', [packed.folder, '-type', 'f'], { encoding: 'utf8' }).trim().split('\n');
  const names = files.map((file) => file.slice(packed.folder.length + 1));
  expect(names).toEqual(
    expect.arrayContaining(['dist/main.js', 'dist/index.js', 'dist/index.d.ts', 'README.md']),
  );
  expect(names).toContain('config/demo/edgefront.yaml');
  // The operator's page is sent as it is written.
  expect(names.filter((name) => /^(src\/(?!admin\/page\/)|test\/|bench\/)/.test(name))).toEqual([]);
});

test('a test suite starts, reaches and stops it', () => {
  expect(packed.run('suite.mjs', TEST_SUITE)).toBe('delivered\n');
});

test('the command tells its version', () => {
  const { version } = JSON.parse(readFileSync(join(packed.folder, 'package.json'), 'utf8'));
  const launcher = join(packed.folder, 'dist', 'edgefront.cjs');
  expect(execFileSync(process.execPath, [launcher, '--version'], { encoding: 'utf8' })).toBe(`${version}\n`);
});

/** Loaded before the command: SIGUSR2 ends a worker's thread. */
const ENDS_A_WORKER = `
const threads = require('node:worker_threads');
const begun = [];
threads.Worker = class extends threads.Worker {
  constructor(...given) {
    super(...given);
    begun.push(this);
  }
};
require('node:module').syncBuiltinESMExports();
process.on('SIGUSR2', () => begun.shift().terminate());
`;

test('the command serves with two workers that share what is stored; one that dies is replaced', async () => {
  const preload = join(packed.project, 'ends-a-worker.cjs');
  writeFileSync(preload, ENDS_A_WORKER);
  const launcher = join(packed.folder, 'dist', 'edgefront.cjs');
  const site = await TwoWorkers.start([process.execPath, '--require', preload, launcher]);
  await expectOneMemory(site);
  const before = site.threads();
  process.kill(site.edge.pid, 'SIGUSR2');
  await soon(() => site.threads().length === 2 && site.threads().some((id) => !before.includes(id)));
  expect(await site.seen('/a')).toEqual(['Hit from cloudfront: no. 0']);
});

test('its types are those of a library', () => {
  packed.link('typescript');
  packed.link('@types/node');
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2024',
    strict: true,
    noEmit: true,
    types: ['node'],
  };
  mkdirSync(join(packed.project, 'typed'));
  writeFileSync(join(packed.project, 'typed', 'use.mts'), TYPED_USE);
  writeFileSync(join(packed.project, 'typed', 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const compiler = join(packed.project, 'node_modules', 'typescript', 'bin', 'tsc');
  const compile = [compiler, '--project', join(packed.project, 'typed')];
  expect(execFileSync(process.execPath, compile, { encoding: 'utf8' })).toBe('');
});
