/** nginx as a web server over HTTP and HTTPS, with an access log that tells what the edge sent. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Identity } from '../../src/config/local-authority.ts';
import { CONTENT, MAX_AGE_SECONDS } from './content.ts';
import type { RealOrigin, SeenRequest } from './real-origin.ts';
import { freePort, isInstalled, ServerProcess } from './server-process.ts';

const PROGRAM = 'nginx';

export const NGINX_MISSING = isInstalled(PROGRAM)
  ? null
  : 'nginx is not installed (Debian: apt-get install nginx-light)';

/** Serves CONTENT out of `folder`, which must be empty. */
export async function startNginx(folder: string, identity: Identity): Promise<RealOrigin> {
  const [httpPort, httpsPort] = [await freePort(), await freePort()];
  for (const { path, bytes } of CONTENT) {
    const file = join(folder, 'www', decodeURIComponent(path));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  writeFileSync(join(folder, 'cert.pem'), identity.cert);
  writeFileSync(join(folder, 'key.pem'), identity.key, { mode: 0o600 });
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, httpPort, httpsPort));
  const process = new ServerProcess(PROGRAM, [
    '-c',
    join(folder, 'nginx.conf'),
    '-e',
    join(folder, 'error.log'),
  ]);
  await process.opened(httpPort);
  return {
    httpPort,
    httpsPort,
    stop: async () => {
      await process.stop('SIGQUIT');
      return readFileSync(join(folder, 'access.log'), 'utf8').trim().split('\n').map(seenRequest);
    },
  };
}

function configuration(folder: string, httpPort: number, httpsPort: number): string {
  const logged = [
    '$scheme',
    '$request_uri',
    '$status',
    '$host',
    '$http_if_none_match$http_if_modified_since',
  ];
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events {}
http {
  log_format told escape=json '${logged.join('|')}';
  access_log ${folder}/access.log told;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  types { text/html html; }
  default_type application/octet-stream;
  server {
    listen 127.0.0.1:${httpPort};
    listen 127.0.0.1:${httpsPort} ssl;
    ssl_certificate ${folder}/cert.pem;
    ssl_certificate_key ${folder}/key.pem;
    root ${folder}/www;
    expires ${MAX_AGE_SECONDS}s;
    gzip on;
    gzip_vary on;
  }
}
`;
}

function seenRequest(line: string): SeenRequest {
  const [scheme, path, status, host, condition] = line.split('|');
  return {
    scheme: scheme as SeenRequest['scheme'],
    path: path!,
    status: Number(status),
    host: host!,
    isConditional: condition !== '',
    isSigned: false,
  };
}
