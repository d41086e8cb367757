import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const FILE = join(import.meta.dirname, '..', 'src', 'collections.ts');

test('the runtime knows what it is told about collections: it says so of a word that it does not', async () => {
  const script = `import { collectSeldom } from ${JSON.stringify(FILE)}; collectSeldom();`;
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stderr).toBe('');
});
