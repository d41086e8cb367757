/**
 * Where programs run. Whoever is measured has one core for itself; the load and the origin share another.
 * Without `taskset` or a second core the system decides, and the report says so.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

export type Core = 'server' | 'load' | 'any';

const LISTS: Readonly<Record<Core, string>> = {
  server: '0',
  load: '1',
  any: `0-${availableParallelism() - 1}`,
};

export const ARE_PINNED = availableParallelism() > 1 && spawnSync('taskset', ['-V']).error === undefined;

/** The command that runs another one there. */
export function onCore(core: Core, command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  return ARE_PINNED ? ['taskset', '-c', LISTS[core], ...command] : command;
}

/** This process and all its threads; its children begin where it is. */
export function moveTo(core: Core): void {
  if (ARE_PINNED) spawnSync('taskset', ['-a', '-p', '-c', LISTS[core], String(process.pid)]);
}

export function placement(): string {
  return ARE_PINNED
    ? 'each server on core 0; wrk, origin and bench on core 1'
    : 'not pinned: the system has no taskset, or one core';
}
