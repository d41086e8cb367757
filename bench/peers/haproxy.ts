/** HAProxy's cache in memory: one thread, reused origin connections; a line a request to a file, or no log at all. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../child.ts';
import { onCore } from '../cores.ts';
import { freePorts, type Ground, opened, type PeerKind, type RunningPeer } from './peer.ts';

const PROGRAM = { program: 'haproxy', versionFlag: '-v', install: 'apt install haproxy' } as const;

export const HAPROXY: PeerKind = { ...PROGRAM, name: 'haproxy', start: (ground) => start(ground, true) };
export const HAPROXY_WITHOUT_LOG: PeerKind = {
  ...PROGRAM,
  name: 'haproxy (no log)',
  start: (ground) => start(ground, false),
};

async function start(ground: Ground, isLogging: boolean): Promise<RunningPeer> {
  const [http, https] = (await freePorts(2)) as [number, number];
  const file = join(ground.folder, 'haproxy.cfg');
  const bundle = join(ground.folder, 'bundle.pem');
  const logFile = join(ground.folder, 'access.log');
  writeFileSync(
    bundle,
    `${readFileSync(ground.certFile)}
${readFileSync(ground.keyFile)}`,
    { mode: 0o600 },
  );
  writeFileSync(file, configuration(ground.originPort, { http, https, bundle, isLogging }));
  const child = new Child(onCore('server', ['haproxy', '-db', '-f', file]), logFile);
  await opened(child, http);
  return { child, http, https, logFile };
}

interface Listening {
  readonly http: number;
  readonly https: number;
  readonly bundle: string;
  readonly isLogging: boolean;
}

function configuration(originPort: number, { http, https, bundle, isLogging }: Listening): string {
  return `
global
  nbthread 1
  maxconn 4096
  ${isLogging ? 'log stdout format raw local0 info' : ''}
defaults
  mode http
  ${isLogging ? 'log global\n  option httplog' : ''}
  timeout connect 5s
  timeout client 60s
  timeout server 60s
cache edge
  total-max-size 1024
  max-object-size 2097152
  max-age 86400
frontend viewers
  bind 127.0.0.1:${http}
  bind 127.0.0.1:${https} ssl crt ${bundle}
  http-request cache-use edge
  http-response cache-store edge
  default_backend origin
backend origin
  http-reuse always
  server origin 127.0.0.1:${originPort}
`;
}
