/**
 * The demo that runs when no configuration is given: the one of config/demo, its web server beside it,
 * and five requests to try.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedFolder } from '../shipped-files.ts';
import { signUrl } from '../signing/sign.ts';
import type { Address } from '../simulator.ts';

/** The demo's configuration file; the binary writes it and what it refers to into this folder first. */
export function demoFile(): string {
  return join(demoFolder(), 'edgefront.yaml');
}

function demoFolder(): string {
  return shippedFolder('demo');
}

/** Where the file expects the demo's web server. */
export const DEMO_ORIGIN_PORT = 9001;

const HOST = 'd111111abcdef8.localhost';
const KEY_PAIR_ID = 'APKAEDGEFRONTDEMO000';
const SIGNED_FOR_SECONDS = 86_400;

/** What to type, given where the demo listens; `now` in epoch ms dates the signed URL. */
export function demoRequests(addresses: readonly Address[], caFile: string, now: number): string[] {
  const http = baseUrl(addresses, 'http');
  const https = baseUrl(addresses, 'https');
  return [
    `curl -i ${http}/about.html`,
    `curl -sD - -o /dev/null -H 'X-Edgefront-Pop: FRA2' -r 0-99 ${http}/pictures/dawn.png`,
    `curl -i -b 'session=1; other=2' '${http}/api/echo?colour=blue'`,
    `curl -i --cacert '${caFile}' ${https}/secure/index.html`,
    `curl -sD - -o /dev/null '${signedUrl(`${http}/members/night.png`, now)}'`,
  ];
}

function baseUrl(addresses: readonly Address[], role: Address['role']): string {
  const address = addresses.find((one) => one.role === role && one.pop === null);
  return `${role}://${HOST}:${new URL(address?.url ?? `${role}://localhost`).port}`;
}

function signedUrl(url: string, now: number): string {
  return signUrl(url, {
    keyPairId: KEY_PAIR_ID,
    privateKey: readFileSync(join(demoFolder(), 'keys', 'demo-private.pem'), 'utf8'),
    expires: Math.floor(now / 1000) + SIGNED_FOR_SECONDS,
  });
}
