/** Apache Traffic Server in folders of its own: one event thread, its cache in memory, its access log to a file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../child.ts';
import { onCore } from '../cores.ts';
import { freePorts, type Ground, opened, type PeerKind } from './peer.ts';

export const TRAFFIC_SERVER: PeerKind = {
  name: 'traffic server',
  program: 'traffic_server',
  versionFlag: '-V',
  install: 'apt install trafficserver',
  async start(ground) {
    const [http] = (await freePorts(1)) as [number];
    const folders = { sysconfdir: 'etc', logdir: 'log', runtimedir: 'run', datadir: 'data' };
    for (const name of Object.values(folders)) mkdirSync(join(ground.folder, name));
    const layout = await systemLayout();
    for (const [name, folder] of Object.entries(folders)) layout.set(name, join(ground.folder, folder));
    layout.set('cachedir', ground.cacheFolder);
    const lines = [...layout].map(([name, place]) => `${name}: ${place}\n`);
    writeFileSync(join(ground.folder, 'runroot.yaml'), lines.join(''));
    for (const [name, text] of Object.entries(configuration(ground, http)))
      writeFileSync(join(ground.folder, folders.sysconfdir, name), text);
    const child = new Child(onCore('server', ['traffic_server', `--run-root=${ground.folder}`]), '/dev/null');
    await opened(child, http);
    return { child, http, https: null, logFile: join(ground.folder, folders.logdir, 'access.log') };
  },
};

/** Where the system keeps its parts, by the names a runroot knows. */
async function systemLayout(): Promise<Map<string, string>> {
  const said = await Child.output(['traffic_layout']);
  const places = [...said.matchAll(/^([A-Z]+): (.*)$/gm)].map(
    ([, name, place]) => [runrootName(name!), place!] as const,
  );
  const prefix = new Map(places).get('prefix')!;
  return new Map([...places, ['exec_prefix', prefix], ['sbindir', join(prefix, 'sbin')]]);
}

function runrootName(name: string): string {
  return name === 'PLUGINDIR' ? 'libexecdir' : name.toLowerCase();
}

function configuration({ cacheFolder, originPort }: Ground, http: number): Record<string, string> {
  const settings = [
    'admin.user_id STRING #-1',
    'crash_log_helper STRING NULL',
    `http.server_ports STRING ${http}:ip-in=127.0.0.1`,
    'exec_thread.autoconfig INT 0',
    'exec_thread.limit INT 1',
    'exec_thread.affinity INT 0',
    'cache.threads_per_disk INT 1',
    'cache.ram_cache.size INT 512M',
    'url_remap.pristine_host_hdr INT 1',
    'log.logging_enabled INT 3',
  ];
  return {
    'records.config': settings.map((setting) => `CONFIG proxy.config.${setting}\n`).join(''),
    'remap.config': `map / http://127.0.0.1:${originPort}/\n`,
    'storage.config': `${cacheFolder} 512M\n`,
    'logging.yaml': LOGGING,
    'ip_allow.yaml': 'ip_allow:\n  - apply: in\n    ip_addrs: 0/0\n    action: allow\n    methods: ALL\n',
    'plugin.config': '',
    'cache.config': '',
    'hosting.config': '',
    'volume.config': '',
    'ssl_multicert.config': '',
    'parent.config': '',
  };
}

const LOGGING = `logging:
  formats:
    - name: line
      format: '%<cqtq> %<ttms> %<chi> %<crc>/%<pssc> %<psql> %<cqhm> %<pquc> %<phr>/%<shn> %<psct>'
  logs:
    - filename: access
      format: line
`;
