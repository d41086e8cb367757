/** What of the control API outlasts the process: all that was acknowledged, however the process ended. */
import { expect, test } from 'vitest';
import { xml } from '../control/plane-setting.ts';
import { behaviorTo, bucketOrigin, identityConfig, invalidationBatch } from '../control/request-documents.ts';
import { clientOf, controlledProcess, picturesFolder } from '../harness/controlled-process.ts';
import { controlledSite, siteDistribution } from '../harness/controlled-site.ts';
import type { EdgeProcess } from '../harness/edge-process.ts';
import { rawViewer } from '../harness/raw-viewer.ts';
import { reply } from '../harness/scripted-origin.ts';
import { requestText } from '../harness/test-edge.ts';

const script = () => reply(200, {}, 'WEB');
const WEB = ['Miss WEB', 'Miss WEB', 'Miss WEB'];

test('D-16: everything stored is on every edge location before a start is over', async () => {
  const site = await controlledSite({ script });
  const made = await site.client.create('distribution', siteDistribution());
  const path = `distribution/${made.id}`;
  const identities = 'origin-access-identity/cloudfront';
  const identity = await site.client.create(
    identities,
    xml('CloudFrontOriginAccessIdentityConfig', identityConfig()),
  );
  const batch = xml('InvalidationBatch', invalidationBatch());
  const invalidation = await site.client.create(`${path}/invalidation`, batch);
  expect(await site.see(made.domainName)).toEqual(['403', '403', '403']);
  await site.stop();
  await site.start();
  const { client } = site;
  expect((await site.ask<{ status: string }>('/health')).status).toBe('ready');
  expect(await site.see(made.domainName)).toEqual(WEB);
  expect(await client.status(path)).toBe('Deployed');
  site.clock.tick(0);
  expect(await client.status(`${path}/invalidation/${invalidation.id}`)).toBe('Completed');
  expect((await client.call('GET', path)).etag).toBe(made.etag);
  expect((await client.call('GET', `${identities}/${identity.id}`)).etag).toBe(identity.etag);
  // The same request again is answered with what it made the first time.
  expect((await client.create('distribution', siteDistribution())).id).toBe(made.id);
});

test('D-18: what the API made is served where the API has no port any more', async () => {
  const site = await controlledSite({ script });
  const { domainName } = await site.client.create('distribution', siteDistribution());
  await site.stop();
  site.configure({ listen: { http: 0 } });
  await site.start();
  expect(await site.see(domainName)).toEqual(WEB);
});

test('D-22: a second process on the state directory is refused, and the first goes on', async () => {
  const site = await controlledSite({ script });
  await expect(site.startAnother()).rejects.toThrow('belongs to another running edgefront');
  const { domainName } = await site.client.create('distribution', siteDistribution());
  site.propagate();
  expect(await site.see(domainName)).toEqual(WEB);
});

async function statusAt(edge: EdgeProcess, pop: string, host: string): Promise<number> {
  const viewer = await rawViewer({ port: edge.portOf('http') });
  await viewer.send(requestText('GET', '/hello.txt', { Host: host, 'X-Edgefront-Pop': pop }));
  return (await viewer.readResponse()).status;
}

test('D-16: a server killed amid a deployment serves all it acknowledged when it is started again', async () => {
  const folder = picturesFolder({ 'hello.txt': 'hello' });
  const first = await controlledProcess(folder, 3600);
  const origin = bucketOrigin();
  const config = siteDistribution({ Origins: [origin], DefaultCacheBehavior: behaviorTo(origin) });
  const { id, etag, domainName } = await clientOf(first).create('distribution', config);
  expect(await statusAt(first, 'NRT4', domainName)).toBe(403);
  await first.kill();
  const second = await controlledProcess(folder, 3600);
  expect(await statusAt(second, 'FRA2', domainName)).toBe(200);
  expect(await statusAt(second, 'NRT4', domainName)).toBe(200);
  expect((await clientOf(second).call('GET', `distribution/${id}`)).etag).toBe(etag);
  expect(await clientOf(second).status(`distribution/${id}`)).toBe('Deployed');
});
