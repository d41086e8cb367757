/** Files that appear whole or not at all: written under a temporary name beside the final one, then renamed. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Ends the name of a file that is not finished; a crash may leave one behind. */
export const PARTIAL_SUFFIX = '.partial';

/** Writes a file, making its directories; a reader sees the old content or the new. Rejects as `fs` does. */
export async function writeWholeFile(path: string, content: Buffer | string): Promise<void> {
  const partial = `${path}${PARTIAL_SUFFIX}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(partial, content);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
}
