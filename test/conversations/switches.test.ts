/** What the operator switches reaches viewers: origins in trouble, and behaviors changed on the way to the edges. */
import { expect, test } from 'vitest';
import { controlledSite, DELAY_SECONDS, POPS, siteDistribution } from '../harness/controlled-site.ts';
import { reply } from '../harness/scripted-origin.ts';
import { soon } from '../harness/soon.ts';

const ORIGIN = 'www.example.com';

async function site() {
  const open = await controlledSite({
    script: (request) => reply(200, { 'Cache-Control': 'max-age=60' }, request.target),
  });
  const made = await open.client.create('distribution', siteDistribution());
  open.propagate();
  return { open, ...made };
}

test('OR-42 TTL-25: an origin that is taken down answers nobody; what is stale stands in, and it comes back', async () => {
  const { open, domainName } = await site();
  await open.get('IAD2', domainName, '/a');
  await open.ask('/origins', { origin: ORIGIN, isDown: true });
  await open.ask('/clock', { advanceSeconds: 120 });
  const asked = open.origin.requests.length;
  let isAnswered = false;
  const answers = Promise.all([open.get('IAD2', domainName, '/a'), open.get('IAD2', domainName, '/b')]);
  void answers.then(() => {
    isAnswered = true;
  });
  await soon(() => {
    open.clock.tick(1);
    return isAnswered;
  });
  expect((await answers).map(({ status }) => status)).toEqual([200, 502]);
  expect((await answers)[0]!.text).toBe('/a');
  expect(open.origin.requests).toHaveLength(asked);
  await open.ask('/origins', { origin: ORIGIN });
  expect((await open.get('FRA2', domainName, '/a')).text).toBe('/a');
});

test('an origin that is slowed is asked so much later', async () => {
  const { open, domainName } = await site();
  await open.ask('/origins', { origin: ORIGIN, delayMs: 3000 });
  const answer = open.get('IAD2', domainName, '/a');
  await soon(async () => (await open.ask<{ inFlight: number }[]>('/edges'))[0]!.inFlight === 1);
  open.clock.tick(2999);
  expect(open.origin.requests).toHaveLength(0);
  open.clock.tick(1);
  expect((await answer).text).toBe('/a');
});

interface State {
  readonly pop: string;
  readonly generation: number;
}

test('D-15 D-16: a behavior is changed at one edge location after the other', async () => {
  const { open, id, domainName } = await site();
  await open.get('IAD2', domainName, '/a?x=1');
  const change = { distribution: id, pathPattern: '*', queryString: true };
  const { generation } = await open.ask<{ generation: number }>('/behaviors', change);
  const holders = async () =>
    (await open.ask<State[]>('/edges'))
      .filter((edge) => edge.generation === generation)
      .map(({ pop }) => pop);
  expect(await holders()).toEqual([]);
  for (const [at] of POPS.entries()) {
    open.step();
    expect(await holders()).toEqual(POPS.slice(0, at + 1));
  }
  expect((await open.get('IAD2', domainName, '/a?x=1')).text).toBe('/a?x=1');
});

test('what was changed here stays changed when the control API deploys something else, and is not in its documents', async () => {
  const { open, id, domainName } = await site();
  await open.ask('/behaviors', { distribution: id, pathPattern: '*', queryString: true });
  await open.client.create('distribution', siteDistribution({ CallerReference: 'another' }));
  open.clock.advance(DELAY_SECONDS);
  expect((await open.get('IAD2', domainName, '/q?x=1')).text).toBe('/q?x=1');
  const { text } = await open.client.done('GET', `distribution/${id}/config`);
  expect(text).toContain('<QueryString>false</QueryString>');
});

test('the bench is a viewer like any other', async () => {
  const { open, domainName } = await site();
  const send = (pop: string) =>
    open.ask<{ answer: { status: number; preview: string | null; headers: [string, string][] } }>(
      '/requests',
      {
        url: `http://${domainName}/a?x=%20y`,
        pop,
      },
    );
  const { answer } = await send('NRT4');
  expect(answer.status).toBe(200);
  expect(new Map(answer.headers).get('X-Amz-Cf-Pop')).toBe('NRT4');
  expect(new Map((await send('NRT4')).answer.headers).get('X-Cache')).toBe('Hit from cloudfront');
  expect(new Map((await send('IAD2')).answer.headers).get('X-Cache')).toBe('Miss from cloudfront');
});

test('VR-11: the bench speaks HTTPS, and says PROXY where that is expected', async () => {
  const open = await controlledSite({
    script: () => reply(200, {}, 'ONE'),
    configuration: { listen: { http: 0, https: 0, admin: 0, control: 0 }, trust: { proxyProtocol: true } },
  });
  const { domainName } = await open.client.create('distribution', siteDistribution());
  open.propagate();
  const statuses: number[] = [];
  for (const scheme of ['http', 'https']) {
    const body = { url: `${scheme}://${domainName}/${scheme}`, pop: 'FRA2' };
    statuses.push((await open.ask<{ answer: { status: number } }>('/requests', body)).answer.status);
  }
  // The origin is asked as the viewer asks, and speaks no TLS: the edge location says so itself.
  expect(statuses).toEqual([200, 502]);
});
