/**
 * The files that come with edgefront, wherever it runs from: a checkout and an installed package keep them
 * beside the program; the single binary carries them inside and writes a folder out when somebody needs it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import sea from 'node:sea';

/** Above `src/` of a checkout, and above `dist/` of a package. */
const ROOT = join(import.meta.dirname, '..');

interface Manifest {
  readonly version: string;
  readonly description: string;
}

/** The package's own description of itself. */
export function manifest(): Manifest {
  return JSON.parse(shippedText('package.json')) as Manifest;
}

/** A file's text, by its path from the root of a checkout. Throws when it is not shipped. */
export function shippedText(name: string): string {
  return sea.isSea() ? sea.getAsset(name, 'utf8') : readFileSync(join(ROOT, name), 'utf8');
}

/**
 * A folder of `config/` on disk, absolute. The binary writes it to `./edgefront-NAME` first; files that are
 * there already stay as they are, so that what somebody changed is not lost. Throws when it cannot be written.
 */
export function shippedFolder(name: string): string {
  if (!sea.isSea()) return join(ROOT, 'config', name);
  const folder = resolve(`edgefront-${basename(name)}`);
  const prefix = `config/${name}/`;
  for (const key of sea.getAssetKeys()) {
    if (key.startsWith(prefix)) writeOut(key, join(folder, key.slice(prefix.length)));
  }
  return folder;
}

function writeOut(key: string, file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, new Uint8Array(sea.getRawAsset(key)));
}
