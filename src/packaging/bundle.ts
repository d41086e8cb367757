/**
 * Node runs the checkout's TypeScript as it is, but strips no types below node_modules, and a binary holds
 * one script: so what is shipped is bundled to JavaScript first. rolldown does it: it is what Vitest builds
 * with, so nothing more is installed.
 */
import { join } from 'node:path';
import { rolldown } from 'rolldown';

export const ROOT = join(import.meta.dirname, '..', '..');
export const DIST = join(ROOT, 'dist');

export interface BundleOptions {
  /** Source files below `src/`, by the name of what is made of them. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Libraries stay imports, for npm to install; else they are inside. */
  readonly keepsLibraries: boolean;
}

/** Writes `NAME.js` for each input and what they share; answers with the file names. */
export async function bundle({ inputs, folder, keepsLibraries }: BundleOptions): Promise<string[]> {
  const entries = Object.entries(inputs).map(([name, file]) => [name, join(ROOT, 'src', file)]);
  const build = await rolldown({
    input: Object.fromEntries(entries),
    platform: 'node',
    ...(keepsLibraries ? { external: /^[^./]/ } : {}),
  });
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    // Flat, so that every file finds the package one folder up.
    chunkFileNames: '[name]-[hash].js',
    comments: { legal: true, jsdoc: false },
    // One input needs nothing shared, and a binary has no second file to load: all of it in one.
    codeSplitting: entries.length > 1,
  });
  await build.close();
  return output.map(({ fileName }) => fileName);
}
