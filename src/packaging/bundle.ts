/**
 * Node runs the checkout's TypeScript as it is, but strips no types below node_modules, and a binary holds
 * no files to import: so what is shipped is bundled to JavaScript first. rolldown does it: it is what Vitest builds
 * with, so nothing more is installed.
 */
import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

export const ROOT = join(import.meta.dirname, '..', '..');
export const DIST = join(ROOT, 'dist');

export interface BundleOptions {
  /** Source files below `src/`, by the name of what is made of them. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly folder: string;
  /** CommonJS with the libraries inside, for the binary; else modules that import them, and npm installs those. */
  readonly isWhole: boolean;
}

/** Writes `NAME.js` for each input and what they share; answers with the file names. */
export async function bundle({ inputs, folder, isWhole }: BundleOptions): Promise<string[]> {
  const entries = Object.entries(inputs).map(([name, file]) => [name, join(ROOT, 'src', file)]);
  const build = await rolldown({
    input: Object.fromEntries(entries),
    platform: 'node',
    ...(isWhole ? { plugins: [OWN_REQUIRE] } : { external: /^[^./]/ }),
    checks: { eval: false },
  });
  const { output } = await build.write({
    dir: folder,
    format: isWhole ? 'cjs' : 'esm',
    entryFileNames: '[name].js',
    // Flat, so that every file finds the package one folder up.
    chunkFileNames: '[name]-[hash].js',
    comments: { legal: true, jsdoc: false },
  });
  await build.close();
  return output.map(({ fileName }) => fileName);
}

/** Libraries that sources load late would be looked for on the disk: the bundler's own `require` brings them inside. */
const OWN_REQUIRE: Plugin = {
  name: 'own require',
  transform: (code) => code.replace(/^const require = createRequire\(import\.meta\.url\);$/m, ''),
};
