/** What the control API made, side by side with what the configuration file says (D-18). */
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { Clash } from '../../src/simulator.ts';
import { distributionXml } from '../config/example.ts';
import { xml } from '../control/plane-setting.ts';
import { CREDENTIAL } from '../control/recorded.ts';
import { behaviorTo, bucketOrigin, identityConfig } from '../control/request-documents.ts';
import { type ControlledSite, controlledSite, siteDistribution } from '../harness/controlled-site.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { reply } from '../harness/scripted-origin.ts';

const FILE_NAME = 'd1.cloudfront.net';
const script = () => reply(200, { 'Cache-Control': 'no-store' }, 'WEB');

/** Writes a file with one distribution, whose bucket is a folder. */
function configureWithFile(site: ControlledSite, aliases: readonly string[], parts: object = {}): void {
  site.folder.write('distribution.xml', distributionXml({ aliases }));
  site.configure({
    origins: {
      'www.example.com': { http: `127.0.0.1:${site.origin.port}` },
      'demo-bucket.s3.amazonaws.com': { directory: './members' },
    },
    distributions: [{ id: 'E1', domainName: FILE_NAME, config: './distribution.xml' }],
    ...parts,
  });
}

async function siteWithFile(aliases: readonly string[] = []): Promise<ControlledSite> {
  const site = await controlledSite({ script });
  await site.stop();
  configureWithFile(site, aliases);
  await site.start();
  return site;
}

const BOTH = ['Miss for members only', 'Miss for members only', 'Miss for members only'];
const WEB = ['Miss WEB', 'Miss WEB', 'Miss WEB'];

test('D-16 D-18: the file is on every edge location at the start, and shown to its account unchangeable', async () => {
  const site = await siteWithFile();
  const { client } = site;
  expect(await site.see(FILE_NAME, '/secret.txt')).toEqual(BOTH);
  expect(await client.status('distribution/E1')).toBe('Deployed');
  const { etag } = await client.call('GET', 'distribution/E1');
  const body = siteDistribution();
  expect(await client.verdict('PUT', 'distribution/E1/config', { body, ifMatch: etag })).toBe(
    '403 AccessDenied',
  );
  expect(await client.verdict('DELETE', 'distribution/E1', { ifMatch: etag })).toBe('403 AccessDenied');
});

test("D-18 CA-207: an alias of the file's is refused to the API, and one of the API's to the file", async () => {
  const site = await siteWithFile(['www.example.org']);
  const { client } = site;
  const Aliases = ['www.example.org'];
  const taken = siteDistribution({ Aliases });
  expect(await client.verdict('POST', 'distribution', { body: taken })).toBe('409 CNAMEAlreadyExists');
  const own = siteDistribution({ Aliases: ['img.example.org'] });
  const { id, domainName } = await client.create('distribution', own);
  site.propagate();
  configureWithFile(site, ['www.example.org', 'IMG.example.org']);
  const clash = `img.example.org is a name of both E1 and the control API's ${id}`;
  expect(site.reload()).toEqual({ clashes: [clash] });
  site.propagate();
  expect(await site.see('img.example.org')).toEqual(WEB);
  expect(await site.see(domainName)).toEqual(WEB);
  await site.stop();
  await expect(site.start()).rejects.toThrow(new Clash(clash));
});

test('D-16 D-18: a configuration read again takes its delay, and leaves what the API made where it is', async () => {
  const site = await siteWithFile();
  const { domainName } = await site.client.create('distribution', siteDistribution());
  site.propagate();
  configureWithFile(site, ['www.example.org']);
  expect(site.reload()).toEqual({ late: [] });
  site.step();
  expect(await site.see('www.example.org', '/secret.txt')).toEqual(['Miss for members only', '403', '403']);
  expect(await site.client.status('distribution/E1')).toBe('InProgress');
  site.propagate();
  expect(await site.client.status('distribution/E1')).toBe('Deployed');
  expect(await site.see(domainName)).toEqual(WEB);
  configureWithFile(site, [], { distributions: [] });
  site.reload();
  site.propagate();
  expect(await site.see(FILE_NAME, '/secret.txt')).toEqual(['403', '403', '403']);
  expect(await site.see(domainName)).toEqual(WEB);
});

test('D-16 CA-184: a write and a configuration on their way at one time both arrive, each at its own', async () => {
  const site = await siteWithFile();
  const { id, domainName } = await site.client.create('distribution', siteDistribution());
  site.step();
  configureWithFile(site, ['www.example.org']);
  site.reload();
  site.step();
  expect(await site.see(domainName)).toEqual(['Miss WEB', 'Miss WEB', '403']);
  site.step();
  expect(await site.client.status(`distribution/${id}`)).toBe('Deployed');
  expect(await site.client.status('distribution/E1')).toBe('InProgress');
  site.step();
  expect(await site.see('www.example.org', '/secret.txt')).toEqual(BOTH);
  expect(await site.client.status('distribution/E1')).toBe('Deployed');
});

test('CA-142 CA-190: an identity made through the API opens a private bucket, without it nothing does', async () => {
  const site = await controlledSite();
  const { client } = site;
  const identities = 'origin-access-identity/cloudfront';
  const body = xml('CloudFrontOriginAccessIdentityConfig', identityConfig());
  const identity = await client.create(identities, body);
  site.configure({
    origins: {
      'members.s3.amazonaws.com': { directory: './members', private: true, readers: [identity.id] },
    },
  });
  site.reload();
  const through = await client.create('distribution', membersThrough(identity.id));
  const without = await client.create('distribution', membersThrough(''));
  site.propagate();
  expect(await site.see(through.domainName, '/secret.txt')).toEqual(BOTH);
  expect(await site.see(without.domainName, '/secret.txt')).toEqual(['403', '403', '403']);
  const path = `${identities}/${identity.id}`;
  const deletion = { ifMatch: identity.etag };
  expect(await client.verdict('DELETE', path, deletion)).toBe('409 CloudFrontOriginAccessIdentityInUse');
  await client.update(`distribution/${through.id}`, through.etag, membersThrough('', identity.id));
  expect(await client.verdict('DELETE', path, deletion)).toBe('204');
  const again = membersThrough(identity.id, 'again');
  expect(await client.verdict('POST', 'distribution', { body: again })).toBe(
    '400 InvalidOriginAccessIdentity',
  );
  site.propagate();
  expect(await site.see(through.domainName, '/other.txt')).toEqual(['403', '403', '403']);
});

/** A distribution of the members' bucket; its reference is that of the identity unless another is given. */
function membersThrough(identity: string, CallerReference = identity): string {
  const origin = bucketOrigin(identity, 'members');
  const DefaultCacheBehavior = behaviorTo(origin);
  const reference = CallerReference === '' ? 'without' : CallerReference;
  return siteDistribution({ Origins: [origin], DefaultCacheBehavior, CallerReference: reference });
}

test('CA-23: a credential taken from the file is refused once the file is read again', async () => {
  const site = await controlledSite();
  const { client } = site;
  expect(await client.verdict('GET', 'distribution')).toBe('200');
  site.configure({ credentials: [{ ...CREDENTIAL, secretAccessKey: 'another' }] });
  site.reload();
  expect(await client.verdict('GET', 'distribution')).toBe('403 SignatureDoesNotMatch');
});

/** The names of the certificate that is shown, verified by who trusts the local authority; or why not. */
async function certificateOf(site: ControlledSite, role: 'https' | 'controlTls', servername: string) {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect({ host: '127.0.0.1', port: site.portOf(role), servername, ca: site.ca });
  socket.once('secureConnect', () => resolve(socket.getPeerX509Certificate()!.subjectAltName ?? ''));
  socket.once('error', (error) => resolve(String((error as NodeJS.ErrnoException).code)));
  const names = await promise;
  socket.destroy();
  return names;
}

/** Peers judge validity by the machine's clock. */
const clockOfToday = () => new ManualClock(Date.now());

test('VR-11: TLS knows an alias while an edge location may serve it, and forgets it afterwards', async () => {
  const site = await controlledSite({ clock: clockOfToday() });
  const { client } = site;
  const seen = () => certificateOf(site, 'https', 'www.example.org');
  expect(await seen()).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  const { id, etag } = await client.create(
    'distribution',
    siteDistribution({ Aliases: ['www.example.org'] }),
  );
  site.step();
  expect(await seen()).toBe('DNS:www.example.org');
  site.propagate();
  await client.update(`distribution/${id}`, etag, siteDistribution());
  site.step();
  expect(await seen()).toBe('DNS:www.example.org');
  site.propagate();
  expect(await seen()).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

test('CA-2: clients that trust the local authority reach the control API over TLS', async () => {
  const site = await controlledSite({ clock: clockOfToday() });
  expect(await certificateOf(site, 'controlTls', 'cloudfront.amazonaws.com')).toContain(
    'DNS:cloudfront.amazonaws.com',
  );
  expect(await certificateOf(site, 'controlTls', 'localhost')).toContain('DNS:localhost');
});
