import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { CertificateStore } from '../../src/config/certificate-store.ts';
import { type Identity, LEAF_DAYS, LocalAuthority } from '../../src/config/local-authority.ts';
import type { CertificateSettings } from '../../src/config/settings.ts';
import { ManualClock } from '../harness/manual-clock.ts';

let directory: string;
let foreign: LocalAuthority;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'edgefront-certificates-'));
  foreign = await LocalAuthority.open(join(directory, 'foreign'), clockOfToday());
});
afterAll(() => rmSync(directory, { recursive: true }));

// Peers judge validity by the machine's clock, so certificates of these tests begin today.
function clockOfToday(): ManualClock {
  return new ManualClock(Date.now());
}

async function certificate(
  names: readonly string[],
  iamCertificateId: string | null,
): Promise<CertificateSettings> {
  return { ...(await foreign.issue(names)), iamCertificateId, file: `${names[0]}.pem` };
}

async function storeWith(certificates: readonly CertificateSettings[], names: Record<string, string | null>) {
  const stateDirectory = join(directory, 'state');
  const store = await CertificateStore.open({
    certificates,
    stateDirectory,
    host: '127.0.0.1',
    clock: clockOfToday(),
  });
  store.replaceNames(new Map(Object.entries(names)));
  return store;
}

/** One real handshake on loopback: the names of the certificate shown, once it was verified. */
async function handshake(
  store: CertificateStore,
  servername: string,
  { ca = store.caFile, options = store.tlsOptions } = {},
): Promise<string> {
  const server = createServer(options, (socket) => socket.end()).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: '127.0.0.1', port, servername, ca: readFileSync(ca) });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket.getPeerX509Certificate()!.subjectAltName ?? '';
}

test('VR-11: one trusted file makes every configured name work', async () => {
  const store = await storeWith([], { 'd111111abcdef8.cloudfront.net': null, 'www.example.com': null });
  expect(await handshake(store, 'd111111abcdef8.cloudfront.net')).toBe('DNS:d111111abcdef8.cloudfront.net');
  expect(await handshake(store, 'www.example.com')).toBe('DNS:www.example.com');
});

test('VR-11: a name that is not configured sees the fallback, never a certificate of its own', async () => {
  const store = await storeWith([], { 'www.example.com': null });
  expect(await store.identityFor('bank.example.net')).toBeNull();
  await expect(handshake(store, 'bank.example.net')).rejects.toThrow(/does not match|Host: bank/);
});

test('VR-11: a viewer that sends no server name sees the fallback', async () => {
  const store = await storeWith([], {});
  expect(await handshake(store, '')).toContain('IP Address:127.0.0.1');
});

test('VR-4: server names are compared without case', async () => {
  const store = await storeWith([], { 'www.example.com': null });
  expect(await handshake(store, 'WWW.Example.COM')).toBe('DNS:www.example.com');
});

test('VR-11: a certificate file serves the names it carries, an exact one before a wildcard', async () => {
  const wildcard = await certificate(['*.example.com'], null);
  const exact = await certificate(['www.example.com', 'example.com'], null);
  const store = await storeWith([wildcard, exact], { 'a.b.example.com': null });
  expect(await handshake(store, 'www.example.com', { ca: foreign.caFile })).toBe(
    'DNS:www.example.com, DNS:example.com',
  );
  expect(await handshake(store, 'img.example.com', { ca: foreign.caFile })).toBe('DNS:*.example.com');
  expect(await handshake(store, 'a.b.example.com')).toBe('DNS:a.b.example.com');
});

test('VR-11: IAMCertificateId binds a name to one certificate among several that carry it', async () => {
  const first = await certificate(['www.example.com', 'first.example.com'], 'AS1A2M3P4L5E67SIIXR3J');
  const second = await certificate(['www.example.com', 'second.example.com'], 'AS2A2M3P4L5E67SIIXR3J');
  const store = await storeWith([first, second], { 'www.example.com': 'AS2A2M3P4L5E67SIIXR3J' });
  expect(await handshake(store, 'www.example.com', { ca: foreign.caFile })).toContain('second.example.com');
});

test('a made certificate is made once and kept, until its name is gone', async () => {
  const store = await storeWith([], { 'www.example.com': null });
  const context = await store.identityFor('www.example.com');
  expect(await store.identityFor('www.example.com')).toBe(context);
  store.replaceNames(new Map());
  expect(await store.identityFor('www.example.com')).toBeNull();
});

test('the local authority outlasts a restart, its key readable by its owner alone', async () => {
  const home = join(directory, 'restart');
  const clock = clockOfToday();
  const before = await LocalAuthority.open(home, clock);
  const text = readFileSync(before.caFile, 'utf8');
  const after = await LocalAuthority.open(home, clock);
  expect(readFileSync(after.caFile, 'utf8')).toBe(text);
  expect(statSync(join(home, 'local-ca-key.pem')).mode & 0o777).toBe(0o600);
  const leaf = new X509Certificate((await after.issue(['www.example.com', '192.0.2.1'])).cert);
  expect(leaf.verify(new X509Certificate(text).publicKey)).toBe(true);
  expect(leaf.subjectAltName).toBe('DNS:www.example.com, IP Address:192.0.2.1');
});

test('keys half written when a process died are cleared away, and nothing else', async () => {
  const home = join(directory, 'died');
  await LocalAuthority.open(home, clockOfToday());
  const drafts = ['local-service.pem.0a1b2c3d', 'local-ca-key.pem.ffffffff'];
  const others = ['local-service.pem', 'local-service.pem.bak', 'usage.json', 'mine.pem.0a1b2c3d'];
  for (const name of [...drafts, ...others]) writeFileSync(join(home, name), 'half a k');
  await LocalAuthority.open(home, clockOfToday());
  expect(readdirSync(home).sort()).toEqual([...others, 'local-ca-key.pem', 'local-ca.pem'].sort());
});

test('what every start shows is kept for the next one, readable by its owner alone', async () => {
  const home = join(directory, 'kept');
  const clock = clockOfToday();
  const issue = async (at: ManualClock, names: readonly string[]) =>
    await (await LocalAuthority.open(home, at)).issueOnce('shown', names);
  const before = await issue(clock, ['localhost', '::1']);
  const sameOf = ({ cert, key }: Identity) => [cert.trim(), key.trim()];
  expect(sameOf(await issue(clock, ['localhost', '::1']))).toEqual(sameOf(before));
  expect(statSync(join(home, 'shown.pem')).mode & 0o777).toBe(0o600);
});

test.each<[string, (home: string) => void, { names?: readonly string[]; days?: number }]>([
  ['for other names', () => undefined, { names: ['localhost', '192.0.2.1'] }],
  ['of another authority', (home) => rmSync(join(home, 'local-ca.pem')), {}],
  ['a month old', () => undefined, { days: 32 }],
  ['not of today yet', () => undefined, { days: -2 }],
  ['broken', (home) => writeFileSync(join(home, 'shown.pem'), 'no -----BEGIN CERTIFICATE-----'), {}],
])('a kept certificate %s is issued anew', async (_what, change, { names = ['localhost'], days = 0 }) => {
  const home = await mkdtemp(join(directory, 'stale-'));
  const clock = clockOfToday();
  const before = await (await LocalAuthority.open(home, clock)).issueOnce('shown', ['localhost']);
  change(home);
  const authority = await LocalAuthority.open(home, new ManualClock(clock.realNow() + days * 86_400_000));
  const after = new X509Certificate((await authority.issueOnce('shown', names)).cert);
  expect(after.raw.equals(new X509Certificate(before.cert).raw)).toBe(false);
  expect(after.verify(new X509Certificate(readFileSync(authority.caFile)).publicKey)).toBe(true);
});

test('an authority about to end before its leaves is replaced', async () => {
  const home = join(directory, 'ending');
  const clock = clockOfToday();
  const text = readFileSync((await LocalAuthority.open(home, clock)).caFile, 'utf8');
  const later = new ManualClock(clock.realNow() + (3650 - LEAF_DAYS + 1) * 86_400_000);
  expect(readFileSync((await LocalAuthority.open(home, later)).caFile, 'utf8')).not.toBe(text);
});

test('a key that does not belong to the trusted certificate is an error, not a reason for a new one', async () => {
  const home = join(directory, 'mixed');
  await LocalAuthority.open(home, clockOfToday());
  writeFileSync(join(home, 'local-ca-key.pem'), (await foreign.issue(['x'])).key);
  await expect(LocalAuthority.open(home, clockOfToday())).rejects.toThrow(/do not belong together/);
});

test.each(['cloudfront.amazonaws.com', 'localhost', ''])(
  'CA-2: who trusts the local authority reaches a service as %s',
  async (servername) => {
    const store = await storeWith([], {});
    const options = await store.serviceOptions(['cloudfront.amazonaws.com']);
    expect(await handshake(store, servername, { options })).toContain('DNS:cloudfront.amazonaws.com');
  },
);

test('CA-2: a service shows the file that names what the client asks for', async () => {
  const store = await storeWith([await certificate(['api.example.com'], null)], {});
  const options = await store.serviceOptions(['cloudfront.amazonaws.com']);
  const ca = foreign.caFile;
  expect(await handshake(store, 'api.example.com', { ca, options })).toBe('DNS:api.example.com');
});
