/** The declarations of what `index.ts` exports, and of nothing else of the house. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './bundle.ts';

const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const PROJECT = join(import.meta.dirname, 'tsconfig.json');
const IMPORTED = /(from '\.[^']*)\.ts'/g;

/** Writes `index.d.ts` and what it refers to; answers with their names. Throws when the sources have errors. */
export function writeTypes(folder: string): string[] {
  const emitted = mkdtempSync(join(tmpdir(), 'edgefront-types-'));
  try {
    execFileSync(process.execPath, [COMPILER, '--project', PROJECT, '--outDir', emitted], {
      stdio: 'inherit',
    });
    return copyReachable({ from: emitted, to: folder });
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

function copyReachable({ from, to }: { readonly from: string; readonly to: string }): string[] {
  const names = ['index'];
  for (const name of names) {
    const text = readFileSync(join(from, `${name}.d.ts`), 'utf8');
    const file = join(to, `${name}.d.ts`);
    mkdirSync(dirname(file), { recursive: true });
    // Where the package is read there are no sources to be meant by `.ts`.
    writeFileSync(file, text.replaceAll(IMPORTED, "$1.js'"));
    for (const [, path] of text.matchAll(/from '(\.[^']*)\.ts'/g)) {
      const next = join(dirname(name), path!);
      if (!names.includes(next)) names.push(next);
    }
  }
  return names;
}
