/**
 * nginx with proxy_cache: one worker, kept-alive connections to the origin, sendfile, its cache in files (where
 * the bench stands: in memory), its access log written in batches as ours is. tcp_nopush gains it a tenth on small hits, but
 * has a part of a large file wait for an acknowledgement of 40 ms; so each has what it is best with. Once more with
 * handles of cached files kept open, which few do with proxy_cache, and which gains it another tenth.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../child.ts';
import { onCore } from '../cores.ts';
import { freePorts, type Ground, opened, type PeerKind, type RunningPeer } from './peer.ts';

const PROGRAM = { program: 'nginx', versionFlag: '-v', install: 'apt install nginx' } as const;

export const NGINX: PeerKind = { ...PROGRAM, name: 'nginx', start: (ground) => start(ground, '') };
export const NGINX_WITH_OPEN_FILES: PeerKind = {
  ...PROGRAM,
  name: 'nginx (open files)',
  start: (ground) => start(ground, 'open_file_cache max=10000 inactive=60s;'),
};

async function start(ground: Ground, openFiles: string): Promise<RunningPeer> {
  const [http, https] = (await freePorts(2)) as [number, number];
  const file = join(ground.folder, 'nginx.conf');
  const logFile = join(ground.folder, 'access.log');
  writeFileSync(file, configuration(ground, { http, https, logFile, openFiles }));
  const child = new Child(onCore('server', ['nginx', '-c', file, '-e', join(ground.folder, 'error.log')]));
  await opened(child, http);
  return { child, http, https, logFile };
}

interface Listening {
  readonly http: number;
  readonly https: number;
  readonly logFile: string;
  readonly openFiles: string;
}

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

function configuration(
  { folder, cacheFolder, certFile, keyFile, originPort }: Ground,
  { http, https, logFile, openFiles }: Listening,
): string {
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
worker_rlimit_nofile 65536;
events { worker_connections 4096; }
http {
  access_log ${logFile} combined buffer=64k flush=1s;
  ${TEMPORARY.map((name) => `${name}_temp_path ${cacheFolder}/${name};`).join('\n  ')}
  proxy_cache_path ${cacheFolder}/cache levels=1:2 keys_zone=edge:256m max_size=2g use_temp_path=off;
  ${openFiles}
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  upstream origin {
    server 127.0.0.1:${originPort};
    keepalive 100;
    keepalive_requests 1000000000;
  }
  server {
    listen 127.0.0.1:${http};
    listen 127.0.0.1:${https} ssl;
    ssl_certificate ${certFile};
    ssl_certificate_key ${keyFile};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_cache edge;
    proxy_cache_lock on;
    add_header X-Cache $upstream_cache_status;
    location / { proxy_pass http://origin; }
    location ~ /large { proxy_pass http://origin; tcp_nopush off; }
  }
}
`;
}
