/**
 * `npm run build:binary`: dist/edgefront, one file that needs nothing beside it. It is this Node.js with
 * edgefront's one script and the files it ships inside (Node's single executable applications).
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, DIST, ROOT } from './bundle.ts';
import { writeLicences } from './licences.ts';

const BINARY = join(DIST, 'edgefront');
const SHIPPED = ['package.json', 'config/{demo,lessons,prices,scenarios}/**/*', 'src/admin/page/*'];
const MIB = 1024 ** 2;

const folder = mkdtempSync(join(tmpdir(), 'edgefront-binary-'));
try {
  mkdirSync(DIST, { recursive: true });
  rmSync(BINARY, { force: true });
  await bundle({ inputs: { main: 'main.ts' }, folder, keepsLibraries: false });
  execFileSync(process.execPath, ['--build-sea', writePlan()], { stdio: 'inherit' });
  writeLicences(join(DIST, 'LICENCES.txt'));
  process.stdout.write(`${BINARY}: ${Math.round(statSync(BINARY).size / MIB)} MiB\n`);
} finally {
  rmSync(folder, { recursive: true });
}

function writePlan(): string {
  const names = globSync(SHIPPED, { cwd: ROOT }).filter((name) => statSync(join(ROOT, name)).isFile());
  const file = join(folder, 'plan.json');
  const plan = {
    main: join(folder, 'main.js'),
    mainFormat: 'module',
    output: BINARY,
    disableExperimentalSEAWarning: true,
    // Node's own options come from edgefront's command line no more than from its environment.
    execArgvExtension: 'none',
    assets: Object.fromEntries(names.map((name) => [name, join(ROOT, name)])),
  };
  writeFileSync(file, JSON.stringify(plan));
  return file;
}
