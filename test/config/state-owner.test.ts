import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { StateOwner } from '../../src/config/state-owner.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'edgefront-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('D-22: a state directory has one owner at a time, and is free when that one lets go', () => {
  const folder = join(newFolder(), 'not', 'yet', 'there');
  const owner = StateOwner.claim(folder);
  expect(() => StateOwner.claim(folder)).toThrow(
    `the state directory ${folder} belongs to another running edgefront`,
  );
  owner.release();
  StateOwner.claim(folder).release();
});

test.each([
  ['something else', (lock: string) => writeFileSync(lock, 'no lock '.repeat(100)), 'file is not a database'],
  ['a folder', (lock: string) => mkdirSync(lock), 'unable to open database file'],
])('a lock that is %s belongs to nobody: the message names directory and reason', (_, spoil, reason) => {
  const folder = newFolder();
  spoil(join(folder, 'owner.lock'));
  expect(() => StateOwner.claim(folder)).toThrow(
    `the state directory ${folder} cannot be claimed: owner.lock: ${reason}`,
  );
});
