/** Distributions made through the control API, as viewers meet them at each edge location. */
import { expect, test } from 'vitest';
import { xml } from '../control/plane-setting.ts';
import { invalidationBatch } from '../control/request-documents.ts';
import { controlledSite, POPS, siteDistribution } from '../harness/controlled-site.ts';
import { rawViewer } from '../harness/raw-viewer.ts';
import { gate, partial, reply } from '../harness/scripted-origin.ts';
import { requestText } from '../harness/test-edge.ts';

const DISABLED = siteDistribution({ Enabled: false });

/** Answers that are told apart by their number, fresh for ten seconds. */
const counted = (_request: unknown, index: number) =>
  reply(200, { 'Cache-Control': 'max-age=10', ETag: `"${index + 1}"` }, `${index + 1}`);

test('CA-184 CA-185 D-15: a new distribution is InProgress until each edge location, in its turn, serves it', async () => {
  const site = await controlledSite({ script: counted });
  const { id, domainName } = await site.client.create('distribution', siteDistribution());
  const seen: [string[], string][] = [];
  for (let turn = 0; turn <= POPS.length; turn++) {
    seen.push([await site.see(domainName), await site.client.status(`distribution/${id}`)]);
    site.step();
  }
  expect(seen).toEqual([
    [['403', '403', '403'], 'InProgress'],
    [['Miss 1', '403', '403'], 'InProgress'],
    [['Hit 1', 'Miss 2', '403'], 'InProgress'],
    [['Hit 1', 'Hit 2', 'Miss 3'], 'Deployed'],
  ]);
});

test('CA-184: an update reaches what each edge location has stored, too', async () => {
  const site = await controlledSite({ script: counted });
  const { id, etag, domainName } = await site.client.create('distribution', siteDistribution());
  site.propagate();
  await site.client.update(`distribution/${id}`, etag, siteDistribution({ MinTTL: 3600 }));
  site.step();
  // The first edge location keeps for an hour what it gets from now on, the others for ten seconds.
  await site.see(domainName);
  site.clock.advance(1);
  expect(await site.see(domainName)).toEqual(['Hit 1', 'Hit 2', 'Hit 3']);
  site.propagate();
  site.clock.advance(60);
  expect(await site.see(domainName)).toEqual(['Hit 1', 'Miss 4', 'Miss 5']);
});

test('CA-188 IN-18: an invalidation is Completed when it is on every edge location, and not before', async () => {
  const site = await controlledSite({ script: counted });
  const { client } = site;
  const { id, domainName } = await client.create('distribution', siteDistribution({ MinTTL: 3600 }));
  site.propagate();
  await site.see(domainName);
  const batch = xml('InvalidationBatch', invalidationBatch({ Paths: ['/a'] }));
  const { id: invalidation } = await client.create(`distribution/${id}/invalidation`, batch);
  const path = `distribution/${id}/invalidation/${invalidation}`;
  expect([await site.see(domainName), await client.status(path)]).toEqual([
    ['Hit 1', 'Hit 2', 'Hit 3'],
    'InProgress',
  ]);
  site.step();
  expect([await site.see(domainName), await client.status(path)]).toEqual([
    ['Miss 4', 'Hit 2', 'Hit 3'],
    'InProgress',
  ]);
  site.propagate();
  expect([await site.see(domainName), await client.status(path)]).toEqual([
    ['Hit 4', 'Miss 5', 'Miss 6'],
    'Completed',
  ]);
});

test('CA-187 VR-8: disabled, Deployed, deleted: viewers are refused and nothing of it stays stored', async () => {
  const site = await controlledSite({ script: counted });
  const { client } = site;
  const { id, etag, domainName } = await client.create('distribution', siteDistribution({ MinTTL: 3600 }));
  site.propagate();
  await site.see(domainName);
  const path = `distribution/${id}`;
  const disabled = await client.update(path, etag, DISABLED);
  site.step();
  expect(await site.see(domainName)).toEqual(['403', 'Hit 2', 'Hit 3']);
  expect(await client.verdict('DELETE', path, { ifMatch: disabled })).toBe('409 DistributionNotDisabled');
  site.propagate();
  expect(await site.see(domainName)).toEqual(['403', '403', '403']);
  const stored = async () =>
    (await site.ask<{ storedObjects: number }[]>('/edges')).map(({ storedObjects }) => storedObjects);
  expect(await stored()).toEqual([1, 1, 1]);
  expect(await client.verdict('DELETE', path, { ifMatch: disabled })).toBe('204');
  expect(await client.verdict('GET', path)).toBe('404 NoSuchDistribution');
  expect(await stored()).toEqual([0, 0, 0]);
});

test('CA-187 CA-207: a deleted distribution frees its alias', async () => {
  const site = await controlledSite({ script: counted });
  const { client } = site;
  const Aliases = ['www.example.org'];
  const first = await client.create('distribution', siteDistribution({ Aliases }));
  const second = siteDistribution({ Aliases, CallerReference: 'second' });
  expect(await client.verdict('POST', 'distribution', { body: second })).toBe('409 CNAMEAlreadyExists');
  const disabled = siteDistribution({ Aliases, Enabled: false });
  const etag = await client.update(`distribution/${first.id}`, first.etag, disabled);
  site.propagate();
  expect(await site.see('www.example.org')).toEqual(['403', '403', '403']);
  await client.done('DELETE', `distribution/${first.id}`, { ifMatch: etag });
  const { id } = await client.create('distribution', second);
  site.propagate();
  expect(await site.see('www.example.org')).toEqual(['Miss 1', 'Miss 2', 'Miss 3']);
  expect(await client.status(`distribution/${id}`)).toBe('Deployed');
});

test('ED-6 VR-8: a price class takes effect without a restart, at each edge location in its turn', async () => {
  const site = await controlledSite({ script: counted });
  const { id, etag, domainName } = await site.client.create('distribution', siteDistribution());
  site.propagate();
  await site.see(domainName);
  const cheap = siteDistribution({ PriceClass: 'PriceClass_100' });
  await site.client.update(`distribution/${id}`, etag, cheap);
  expect(await site.see(domainName)).toEqual(['Hit 1', 'Hit 2', 'Hit 3']);
  site.propagate();
  expect(await site.see(domainName)).toEqual(['Hit 1', 'Hit 2', '403']);
});

test('VR-9: a request in flight finishes under the configuration it began with', async () => {
  const hold = gate();
  const site = await controlledSite({ script: [partial(200, { 'Content-Length': '4' }, 'LO', hold, 'GO')] });
  const { client } = site;
  const { id, etag, domainName } = await client.create('distribution', siteDistribution());
  site.propagate();
  const viewer = await rawViewer({ port: site.portOf('http', 'FRA2') });
  await viewer.send(requestText('GET', '/a', { Host: domainName }));
  await site.origin.received(1);
  const disabled = await client.update(`distribution/${id}`, etag, DISABLED);
  site.propagate();
  await client.done('DELETE', `distribution/${id}`, { ifMatch: disabled });
  site.propagate();
  hold.open();
  expect((await viewer.readResponse()).body.toString()).toBe('LOGO');
  const edges = await site.ask<{ storedObjects: number }[]>('/edges');
  expect(edges.map(({ storedObjects }) => storedObjects)).toEqual([0, 0, 0]);
});

test('D-15: explain and the operator see what each edge location holds, by number of deployment', async () => {
  const site = await controlledSite({ script: counted });
  const { id, domainName } = await site.client.create('distribution', siteDistribution());
  site.step();
  const distributions = await site.ask<object[]>('/distributions');
  expect(distributions).toMatchObject([
    {
      id,
      domainName,
      isEnabled: true,
      edges: [
        { pop: 'IAD2', generation: 2, status: 'serving' },
        { pop: 'FRA2', generation: 1, status: 'not here yet' },
        { pop: 'NRT4', generation: 1, status: 'not here yet' },
      ],
    },
  ]);
  const { story } = await site.ask<{ story: string[] }>('/explain', { url: `http://${domainName}/a` });
  const text = story.join('\n');
  expect(text).toContain(id);
  expect(text).toContain('Edge location IAD2 (US), configuration 2');
  expect(text).toContain('Edge location FRA2 (EU), configuration 1');
});
