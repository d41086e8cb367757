/** Where the network is simulated, ways take their time: from the viewer, and to the origin. */
import { expect, test } from 'vitest';
import { cityOfPop } from '../../src/distribution/city.ts';
import { roundTripMs } from '../../src/distribution/distance.ts';
import { type ControlledSite, controlledSite, siteDistribution } from '../harness/controlled-site.ts';
import { rawViewer } from '../harness/raw-viewer.ts';
import { reply } from '../harness/scripted-origin.ts';
import { soon } from '../harness/soon.ts';
import { requestText, withEase } from '../harness/test-edge.ts';

const [SYDNEY, FRANKFURT, VIRGINIA] = [cityOfPop('SYD')!, cityOfPop('FRA')!, cityOfPop('IAD')!];
const FAR_MS = roundTripMs(SYDNEY, FRANKFURT);
const OCEAN_MS = roundTripMs(FRANKFURT, VIRGINIA);

/** Requests that wait in Frankfurt. */
async function inFlight(site: ControlledSite): Promise<number> {
  const edges = await site.ask<{ pop: string; inFlight: number }[]>('/edges');
  return edges.find(({ pop }) => pop === 'FRA2')!.inFlight;
}

/** A site in Frankfurt, Virginia and Tokyo, whose web server stands in Virginia; and how a request is begun. */
async function farSite(network: object = {}) {
  const site = await controlledSite({
    script: () => reply(200, { 'Cache-Control': 'max-age=3600' }, 'ONE'),
    configuration: { network: { simulate: true, ...network } },
  });
  const { domainName } = await site.client.create('distribution', siteDistribution());
  site.propagate();
  const begin = async (headers: Readonly<Record<string, string>> = {}) => {
    const viewer = await rawViewer({ port: site.portOf('http', 'FRA2') });
    await viewer.send(requestText('GET', '/a', { Host: domainName, ...headers }));
    let isAnswered = false;
    const answer = viewer.readResponse().then((response) => {
      isAnswered = true;
      viewer.finish();
      return withEase(response);
    });
    await soon(async () => isAnswered || (await inFlight(site)) > 0);
    return { answer, isAnswered: () => isAnswered };
  };
  return { site, begin };
}

test('a viewer who says where it is waits for its round trip, and a hit for nothing more', async () => {
  const { site, begin } = await farSite();
  const first = await begin();
  await soon(() => {
    site.clock.tick(5);
    return first.isAnswered();
  });
  const second = await begin({ 'X-Edgefront-Viewer': 'SYD' });
  site.clock.tick(FAR_MS - 1);
  expect(second.isAnswered()).toBe(false);
  expect(site.origin.requests).toHaveLength(1);
  site.clock.tick(1);
  expect((await second.answer).header('x-cache')).toBe('Hit from cloudfront');
});

test('a miss waits for the way to the origin, and the origin hears nothing before', async () => {
  const { site, begin } = await farSite();
  const request = await begin();
  site.clock.tick(OCEAN_MS - 1);
  expect(site.origin.requests).toHaveLength(0);
  site.clock.tick(1);
  expect((await request.answer).text).toBe('ONE');
  expect(site.origin.requests[0]!.headers.join(' ')).not.toMatch(/edgefront-viewer/i);
});

test('where the configuration says that the origin stands beside the edge location, nobody waits', async () => {
  const { begin } = await farSite({ places: { 'www.example.com': 'FRA' } });
  expect((await (await begin()).answer).text).toBe('ONE');
});

test('viewers who do not say are where the configuration says', async () => {
  const { site, begin } = await farSite({ viewer: 'SYD', places: { 'www.example.com': 'FRA' } });
  const request = await begin();
  site.clock.tick(FAR_MS - 1);
  expect(request.isAnswered()).toBe(false);
  site.clock.tick(1);
  expect((await request.answer).status).toBe(200);
});

test('a place that is none is a bad request', async () => {
  const { begin } = await farSite();
  expect((await (await begin({ 'X-Edgefront-Viewer': 'nowhere' })).answer).status).toBe(400);
});

test('a viewer that leaves on its way is finished once and asks for nothing', async () => {
  const { site } = await farSite();
  const viewer = await rawViewer({ port: site.portOf('http', 'FRA2') });
  await viewer.send(requestText('GET', '/a', { Host: 'nobody.example', 'X-Edgefront-Viewer': 'SYD' }));
  await soon(async () => (await inFlight(site)) === 1);
  viewer.abort();
  await soon(async () => (await inFlight(site)) === 0);
  site.clock.tick(FAR_MS);
  expect(await inFlight(site)).toBe(0);
  expect(site.origin.requests).toHaveLength(0);
});
