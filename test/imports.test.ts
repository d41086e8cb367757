import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const FILE = join(import.meta.dirname, '..', 'src', 'imports.ts');

test('a file is the one that an import names, where it leads to or not; libraries are found as ever', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'edgefront-imports-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const here = (name: string) => join(folder, name);
  writeFileSync(here('package.json'), '{ "type": "module" }');
  writeFileSync(here('file.ts'), 'export const url: string = import.meta.url;');
  symlinkSync(here('file.ts'), here('link.ts'));
  const begin = `import { importAsNamed } from ${JSON.stringify(FILE)}; importAsNamed();`;
  const say = "console.log((await import('./link.ts')).url, typeof (await import('node:fs')).readFileSync);";
  writeFileSync(here('first.ts'), begin + say);
  const { stdout } = await promisify(execFile)(process.execPath, [here('first.ts')]);
  expect(stdout).toMatch(/\/link\.ts function\n$/);
});
