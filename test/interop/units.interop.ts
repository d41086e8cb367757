/** What config/deploy/ hands to systemd, judged by systemd. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import { isInstalled } from './server-process.ts';

const DEPLOY = join(import.meta.dirname, '..', '..', 'config', 'deploy');
const PROGRAM = '/usr/local/bin/edgefront';
/** Of ten; systemd calls everything below two well done. */
const MOST_EXPOSURE = 2;
const hasSystemd = isInstalled('systemd-analyze');

function units(): { service: string; socket: string } {
  const folder = mkdtempSync(join(tmpdir(), 'edgefront-units-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const service = join(folder, 'edgefront.service');
  const socket = join(folder, 'edgefront.socket');
  cpSync(join(DEPLOY, 'edgefront.socket'), socket);
  // It looks whether the program is there.
  const text = readFileSync(join(DEPLOY, 'edgefront.service'), 'utf8');
  writeFileSync(service, text.replaceAll(PROGRAM, process.execPath));
  return { service, socket };
}

test.skipIf(!hasSystemd)('systemd finds no fault with service and sockets', () => {
  const { service, socket } = units();
  const { stderr, status } = spawnSync('systemd-analyze', ['verify', service, socket], { encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
});

test('the configuration beside them listens on the ports of the sockets', () => {
  const reading = readSettings(join(DEPLOY, 'edgefront.yaml'), {});
  const { http, https } = 'settings' in reading ? reading.settings.listen : { http: null, https: null };
  const text = readFileSync(join(DEPLOY, 'edgefront.socket'), 'utf8');
  const ports = [...text.matchAll(/^ListenStream=(\d+)$/gm)].map(([, port]) => Number(port));
  expect(ports).toEqual([http, https]);
});

test.skipIf(!hasSystemd)('the service is hardened', () => {
  const { service } = units();
  const judged = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', service], {
    encoding: 'utf8',
  });
  const [, exposure] = /exposure level for [^:]+: ([\d.]+)/.exec(judged.stdout) ?? [];
  expect(Number(exposure)).toBeLessThan(MOST_EXPOSURE);
});
