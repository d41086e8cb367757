/** `npm run build:package`: JavaScript and types in dist/, as `npm pack` ships them. */
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, DIST, ROOT } from './bundle.ts';
import { writeTypes } from './types.ts';

/** Library, command line and the threads it begins; the launcher asks for `main`. */
const INPUTS = { main: 'main.ts', index: 'index.ts', 'worker-entry': 'simulator/worker-entry.ts' };

// The binary may lie there too, and stays.
for (const name of globSync(['*.{js,cjs}', '**/*.d.ts'], { cwd: DIST })) rmSync(join(DIST, name));
const files = await bundle({ inputs: INPUTS, folder: DIST, isWhole: false });
writeLauncher();
const declarations = writeTypes(DIST);
process.stdout.write(`dist/: ${files.length + 1} files of JavaScript, ${declarations.length} of types\n`);

/** The guard for old Nodes, with what it starts beside it. */
function writeLauncher(): void {
  const launcher = readFileSync(join(ROOT, 'src', 'edgefront.cjs'), 'utf8');
  writeFileSync(join(DIST, 'edgefront.cjs'), launcher.replace('./main.ts', './main.js'), { mode: 0o755 });
}
