/** nginx with proxy_cache in front of the same origin, one worker, its access log written in batches too. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import type { EdgeSite } from '../test/harness/edge-site.ts';
import { Child } from './child.ts';

export interface RunningNginx {
  readonly child: Child;
  readonly http: number;
  readonly https: number;
}

/** Null when it is not installed. */
export async function startNginx(site: EdgeSite, originPort: number): Promise<RunningNginx | null> {
  if (spawnSync('nginx', ['-v']).error !== undefined) return null;
  const folder = join(site.folder, 'nginx');
  mkdirSync(folder);
  const [http, https] = await freePorts();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder, { site, originPort, http: http!, https: https! }));
  const child = new Child('nginx', ['-c', file, '-e', join(folder, 'error.log')]);
  while (!(await takesConnections(http!))) await new Promise((resolve) => setTimeout(resolve, 50));
  return { child, http: http!, https: https! };
}

interface Ports {
  readonly site: EdgeSite;
  readonly originPort: number;
  readonly http: number;
  readonly https: number;
}

function configuration(folder: string, { site, originPort, http, https }: Ports): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log ${folder}/access.log combined buffer=64k;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  proxy_cache_path ${folder}/cache levels=1:2 keys_zone=edge:64m max_size=1g;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  upstream origin { server 127.0.0.1:${originPort}; keepalive 100; }
  server {
    listen 127.0.0.1:${http};
    listen 127.0.0.1:${https} ssl;
    ssl_certificate ${site.certFile};
    ssl_certificate_key ${site.keyFile};
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

async function freePorts(): Promise<number[]> {
  const servers = await Promise.all([listening(), listening()]);
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

function listening(): Promise<ReturnType<typeof createServer>> {
  const server = createServer();
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
