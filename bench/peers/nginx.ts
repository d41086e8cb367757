/**
 * nginx with proxy_cache: one worker, kept-alive connections to the origin, sendfile, its cache in memory-backed
 * files, handles of cached files kept open, its access log written in batches as ours is.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../child.ts';
import { onCore } from '../cores.ts';
import { freePorts, type Ground, opened, type PeerKind } from './peer.ts';

export const NGINX: PeerKind = {
  name: 'nginx',
  program: 'nginx',
  versionFlag: '-v',
  install: 'apt install nginx',
  async start(ground) {
    const [http, https] = (await freePorts(2)) as [number, number];
    const file = join(ground.folder, 'nginx.conf');
    const logFile = join(ground.folder, 'access.log');
    writeFileSync(file, configuration(ground, { http, https, logFile }));
    const child = new Child(onCore('server', ['nginx', '-c', file, '-e', join(ground.folder, 'error.log')]));
    await opened(child, http);
    return { child, http, https, logFile };
  },
};

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

function configuration(
  { folder, cacheFolder, certFile, keyFile, originPort }: Ground,
  { http, https, logFile }: { http: number; https: number; logFile: string },
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
  proxy_cache_path ${cacheFolder}/cache levels=1:2 keys_zone=edge:256m max_size=4g use_temp_path=off;
  open_file_cache max=10000 inactive=60s;
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
    location / {
      proxy_pass http://origin;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_cache edge;
      proxy_cache_lock on;
      add_header X-Cache $upstream_cache_status;
    }
  }
}
`;
}
