import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PARTIAL_SUFFIX, writeWholeFile } from '../../src/logs/whole-file.ts';
import { temporaryDirectory } from './record.ts';

test('D-21: a file is made with its directories, and replaced whole', async () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'a', 'b', 'file');
  await writeWholeFile(file, 'one');
  await writeWholeFile(file, 'two');
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(readdirSync(join(directory, 'a', 'b'))).toEqual(['file']);
});

test('D-21: a failure rejects, and leaves nothing half-written', async () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'taken');
  mkdirSync(file);
  await expect(writeWholeFile(file, 'text')).rejects.toThrow();
  expect(existsSync(`${file}${PARTIAL_SUFFIX}`)).toBe(false);
});

test('D-21: while a file is written, only its temporary name is there', async () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'file');
  mkdirSync(`${file}${PARTIAL_SUFFIX}`);
  await expect(writeWholeFile(file, 'text')).rejects.toThrow();
  expect(existsSync(file)).toBe(false);
});
