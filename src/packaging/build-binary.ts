/**
 * `npm run build:binary`: dist/edgefront, one file that needs nothing beside it. It is this Node.js with
 * edgefront's parts and the files it ships inside (Node's single executable applications).
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, DIST, ROOT } from './bundle.ts';
import { writeLicences } from './licences.ts';
import { recordCompiled } from './recording.ts';

const BINARY = join(DIST, 'edgefront');
const SHIPPED = ['package.json', 'config/{demo,lessons,prices,scenarios}/**/*', 'src/admin/page/*'];
const MIB = 1024 ** 2;

const folder = mkdtempSync(join(tmpdir(), 'edgefront-binary-'));
try {
  mkdirSync(DIST, { recursive: true });
  rmSync(BINARY, { force: true });
  await writeParts(join(folder, 'parts'));
  await recordCompiled(folder);
  await bundle({ inputs: { launcher: 'packaging/launcher.ts' }, folder, isWhole: true });
  execFileSync(process.execPath, ['--build-sea', writePlan()], { stdio: ['ignore', 'ignore', 'inherit'] });
  writeLicences(join(DIST, 'LICENCES.txt'));
  process.stdout.write(`${BINARY}: ${Math.round(statSync(BINARY).size / MIB)} MiB\n`);
} finally {
  rmSync(folder, { recursive: true });
}

async function writeParts(parts: string): Promise<void> {
  const inputs = { main: 'main.ts', 'worker-entry': 'simulator/worker-entry.ts' };
  const names = await bundle({ inputs, folder: parts, isWhole: true });
  for (const name of names) {
    const file = join(parts, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/[^\0-\x7f]/g, escaped), 'latin1');
  }
  // For the threads of workers while the parts are recorded.
  writeFileSync(join(parts, 'package.json'), '{ "type": "commonjs" }');
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function writePlan(): string {
  const file = join(folder, 'plan.json');
  const plan = {
    main: join(folder, 'launcher.js'),
    output: BINARY,
    disableExperimentalSEAWarning: true,
    // Node's own options come from edgefront's command line no more than from its environment.
    execArgvExtension: 'none',
    // Sockets handed over are taken by means of node:ffi, which says so of itself at each start.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    assets: {
      ...assetsOf(ROOT, SHIPPED),
      ...assetsOf(folder, ['{parts,compiled}/*.js', 'launcher.js']),
    },
  };
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

function assetsOf(root: string, patterns: string[]): Record<string, string> {
  const names = globSync(patterns, { cwd: root }).filter((name) => statSync(join(root, name)).isFile());
  return Object.fromEntries(names.map((name) => [name, join(root, name)]));
}
