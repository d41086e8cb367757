/**
 * OpenStack Swift with its S3 API, from Debian: an S3 server that checks Signature Version 4 and keeps
 * every bucket private. One proxy and one server each for accounts, containers and objects, all in a folder.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import aws4 from 'aws4';
import type { S3Credentials } from '../../src/routing/origin-target.ts';
import { CONTENT, MAX_AGE_SECONDS } from './content.ts';
import { BUCKET } from './s3rver.ts';
import { freePort, isInstalled, ServerProcess } from './server-process.ts';

const STORES = ['account', 'container', 'object'] as const;
const PROGRAMS = [...STORES.map(programOf), programOf('proxy'), 'swift-ring-builder'];

export const SWIFT_MISSING = PROGRAMS.every(isInstalled)
  ? null
  : 'Swift is not installed (Debian: apt-get install swift-proxy swift-account swift-container swift-object)';

/** As the proxy's `user_edge_front` line says. */
export const SWIFT_CREDENTIALS: S3Credentials = {
  accessKeyId: 'edge:front',
  secretAccessKey: 'a-secret-of-the-test',
  sessionToken: null,
};
export const SWIFT_REGION = 'eu-central-1';

/** Serves CONTENT out of `folder`, which must be empty and on a file system with extended attributes. */
export async function startSwift(folder: string): Promise<{ readonly httpPort: number }> {
  mkdirSync(join(folder, 'devices', 'd1'), { recursive: true });
  const starting: Promise<void>[] = [];
  for (const store of STORES) {
    const port = await freePort();
    buildRing(folder, store, port);
    starting.push(start(folder, store, { port, text: storeConfiguration(folder, store, port) }));
  }
  const httpPort = await freePort();
  starting.push(start(folder, 'proxy', { port: httpPort, text: proxyConfiguration(folder, httpPort) }));
  await Promise.all(starting);
  await fill(httpPort);
  return { httpPort };
}

async function start(
  folder: string,
  server: string,
  { port, text }: { readonly port: number; readonly text: string },
): Promise<void> {
  const file = join(folder, `${server}.conf`);
  writeFileSync(file, text);
  await new ServerProcess(programOf(server), [file, '--verbose']).opened(port);
}

function programOf(server: string): string {
  return `swift-${server}-server`;
}

/** Where the one copy of everything lies. */
function buildRing(folder: string, store: string, port: number): void {
  const device = '--region 1 --zone 1 --ip 127.0.0.1 --device d1 --weight 1';
  for (const step of ['create 4 1 1', `add ${device} --port ${port}`, 'rebalance']) {
    const args = [`${store}.builder`, ...step.split(' ')];
    const { status, stdout } = spawnSync('swift-ring-builder', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`swift-ring-builder ${args.join(' ')}: ${stdout}`);
  }
}

function storeConfiguration(folder: string, store: string, port: number): string {
  return `${processConfiguration(folder, port)}
devices = ${join(folder, 'devices')}
mount_check = false
[pipeline:main]
pipeline = ${store}-server
[app:${store}-server]
use = egg:swift#${store}
`;
}

function proxyConfiguration(folder: string, port: number): string {
  return `${processConfiguration(folder, port)}
[pipeline:main]
pipeline = catch_errors cache s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
storage_domain = s3.amazonaws.com
location = ${SWIFT_REGION}
[filter:tempauth]
use = egg:swift#tempauth
user_edge_front = ${SWIFT_CREDENTIALS.secretAccessKey} .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
`;
}

function processConfiguration(folder: string, port: number): string {
  return `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
user = ${userInfo().username}
swift_dir = ${folder}
workers = 0`;
}

async function fill(port: number): Promise<void> {
  await put(port, `/${BUCKET}`, {}, Buffer.alloc(0));
  for (const { path, contentType, bytes } of CONTENT) {
    const headers = { 'Content-Type': contentType, 'Cache-Control': `max-age=${MAX_AGE_SECONDS}` };
    await put(port, `/${BUCKET}${path}`, headers, bytes);
  }
}

async function put(port: number, path: string, headers: Record<string, string>, body: Buffer): Promise<void> {
  const authority = `127.0.0.1:${port}`;
  const signable = { service: 's3', region: SWIFT_REGION, method: 'PUT', path, body };
  const { accessKeyId, secretAccessKey } = SWIFT_CREDENTIALS;
  const named = { ...headers, Host: authority };
  const signed = aws4.sign({ ...signable, headers: named }, { accessKeyId, secretAccessKey });
  const request = { method: 'PUT', headers: signed.headers, body: new Uint8Array(body) };
  const { status } = await fetch(`http://${authority}${path}`, request);
  if (status !== 200) throw new Error(`putting ${path} was answered ${status}`);
}
