/** What the binary holds of others is theirs: their names and licences go along with it. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bundle.ts';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/** Writes the licences of all libraries edgefront runs with, and of Node.js where it came with one. */
export function writeLicences(file: string): void {
  const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
    readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
  );
  const parts = Object.entries(lock.packages)
    .filter(([folder, { dev, optional }]) => folder !== '' && !dev && !optional)
    .map(
      ([folder, { version }]) =>
        `${folder.replace(/^.*node_modules\//, '')} ${version}\n\n${licenceIn(folder)}`,
    );
  const node = `Node.js ${process.versions.node}\n\nhttps://github.com/nodejs/node/blob/v${process.versions.node}/LICENSE`;
  writeFileSync(file, [node, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`));
}

function licenceIn(folder: string): string {
  const [name] = globSync('{LICEN[CS]E,licen[cs]e}*', { cwd: join(ROOT, folder) });
  if (name !== undefined) return readFileSync(join(ROOT, folder, name), 'utf8').trim();
  const { license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  return `Licence: ${license}`;
}
