/** What a number means nothing without: the machine, the versions, the commit. */
import { spawnSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { versionOf } from './peers/peer.ts';
import { PEERS } from './peers/peers.ts';

export function machine() {
  const model = cpus()[0]?.model ?? 'unknown';
  const versions = PEERS.map((kind) => [kind.program, versionOf(kind) ?? 'missing']);
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: said('git', ['describe', '--always', '--dirty', '--abbrev=12']),
    processor: `${cpus().length} × ${model}`,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    system: `${type()} ${release()}`,
    versions: { node: process.version, ...Object.fromEntries(versions) } as Record<string, string>,
  };
}

function said(program: string, args: string[]): string {
  return spawnSync(program, args, { encoding: 'utf8', cwd: import.meta.dirname }).stdout?.trim() ?? '';
}
