/** What followers are told, and what becomes of those who do not listen. */
import { type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { FEED_INTERVAL_MS, MAX_FOLLOWERS, MAX_SHOWN_OBJECTS } from '../../src/admin/limits.ts';
import { soon } from '../harness/soon.ts';
import { Setting } from './setting.ts';

interface Picture {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A page that follows. */
class FollowingPage {
  readonly #pieces: AsyncIterator<Buffer>;
  readonly response: IncomingMessage;
  #text = '';

  constructor(response: IncomingMessage) {
    this.response = response;
    this.#pieces = response.iterator({ destroyOnReturn: false });
  }

  static open(port: number, query = ''): Promise<FollowingPage> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path: `/live${query}` }, (response) => {
        response.on('error', () => undefined);
        resolve(new FollowingPage(response));
      });
      onTestFinished(() => void sent.destroy());
      sent.on('error', reject);
      sent.end();
    });
  }

  /** The next picture of a kind. */
  async next(kind: string): Promise<Picture> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end < 0) {
        const { done, value } = await this.#pieces.next();
        if (done === true) throw new Error('the feed has ended');
        this.#text += value.toString();
        continue;
      }
      const [first = '', second = ''] = this.#text.slice(0, end).split('\n');
      this.#text = this.#text.slice(end + 2);
      if (first === `event: ${kind}`) return { event: kind, data: JSON.parse(second.slice('data: '.length)) };
    }
  }

  async ended(): Promise<boolean> {
    for (;;) if ((await this.#pieces.next()).done === true) return true;
  }
}

test('a follower gets a whole picture at once, and another every second', async () => {
  await using setting = await Setting.open();
  const page = await FollowingPage.open(setting.port);
  expect(page.response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  const stage = await page.next('stage');
  expect(stage.data).toMatchObject({ hasLesson: false, edges: [{ pop: 'IAD2' }, { pop: 'NRT4' }] });
  const first = await page.next('state');
  expect(first.data).toMatchObject({ now: setting.clock.now(), generation: 1 });
  setting.edges[0]!.totals.requests.Hit = 7;
  setting.clock.tick(FEED_INTERVAL_MS);
  const next = await page.next('state');
  expect(next.data).toMatchObject({
    edges: [{ pop: 'IAD2', requests: { Hit: 7 } }, {}],
    run: first.data.run,
  });
});

test('places, origins and behaviors are told again only when they change', async () => {
  await using setting = await Setting.open();
  const page = await FollowingPage.open(setting.port);
  await page.next('stage');
  await page.next('state');
  setting.clock.tick(FEED_INTERVAL_MS);
  await page.next('state');
  setting.stage.troubleOrigin('www.example.com', { isDown: true, delayMs: 0 });
  setting.clock.tick(FEED_INTERVAL_MS);
  expect((await page.next('stage')).data).toMatchObject({ origins: [{ isDown: true }] });
});

test('the objects of the location that is looked at, the latest first and no more than some', async () => {
  await using setting = await Setting.open();
  const edge = setting.edges[0]!;
  for (let at = 0; at < MAX_SHOWN_OBJECTS + 5; at++) edge.keep(edge.placeOf(`/picture-${at}`));
  edge.invalidate({ distributionId: 'EDFDVBD6EXAMPLE', paths: ['/picture-44'], expandsWildcards: false });
  const page = await FollowingPage.open(setting.port, '?pop=IAD2');
  const { data } = await page.next('objects');
  const objects = data.objects as { path: string; isInvalidated: boolean; freshUntil: number }[];
  expect(data.pop).toBe('IAD2');
  expect(objects).toHaveLength(MAX_SHOWN_OBJECTS);
  expect(objects[0]).toMatchObject({ path: '/picture-44', isInvalidated: true, ttlSeconds: 60, variant: '' });
  expect(objects[1]).toMatchObject({ isInvalidated: false, freshUntil: setting.clock.now() + 60_000 });
  const shown = edge.store.places()[0]?.invalidationPath;
  expect(shown).toBe('/picture-44');
});

test('nothing runs while nobody follows', async () => {
  await using setting = await Setting.open();
  expect(setting.clock.pendingTimers).toBe(0);
  const page = await FollowingPage.open(setting.port);
  await page.next('state');
  expect(setting.clock.pendingTimers).toBe(1);
  page.response.destroy();
  await soon(() => setting.clock.pendingTimers === 0);
});

test('so many may follow and no more; an edge location that does not exist is not followed', async () => {
  await using setting = await Setting.open();
  const pages: FollowingPage[] = [];
  for (let at = 0; at < MAX_FOLLOWERS; at++) {
    const page = await FollowingPage.open(setting.port);
    await page.next('state');
    pages.push(page);
  }
  expect((await setting.get('/live')).status).toBe(503);
  expect((await setting.get('/live?pop=SYD1')).status).toBe(404);
  pages[0]!.response.destroy();
  await soon(async () => (await FollowingPage.open(setting.port)).response.statusCode === 200);
});

test('a follower that takes nothing is passed over, and let go in the end', async () => {
  await using setting = await Setting.open();
  const edge = setting.edges[0]!;
  const long = 'x'.repeat(7000);
  for (let at = 0; at < 8; at++) edge.keep(edge.placeOf(`/${at}${long}`));
  const page = await FollowingPage.open(setting.port, '?pop=IAD2');
  page.response.pause();
  let isGone = false;
  page.response.on('close', () => {
    isGone = true;
  });
  await soon(() => {
    for (let at = 0; at < 50; at++) setting.clock.tick(FEED_INTERVAL_MS);
    return isGone || setting.clock.pendingTimers === 0;
  });
});

const MISTAKE = { error: new Error('no stage'), step: 'admin', request: 'GET /live' };

function breakStage({ stage }: Setting): void {
  stage.behaviors = () => {
    throw new Error('no stage');
  };
}

test('a mistake of ours in the first picture ends that connection, not the window', async () => {
  await using setting = await Setting.open();
  breakStage(setting);
  await expect(FollowingPage.open(setting.port, '?pop=IAD2')).rejects.toThrow('socket hang up');
  expect(setting.mistakes).toEqual([MISTAKE]);
  expect((await setting.get('/health')).status).toBe(200);
});

test('a mistake of ours in a later picture lets who follows go, and the window stays', async () => {
  await using setting = await Setting.open();
  const page = await FollowingPage.open(setting.port);
  await page.next('state');
  breakStage(setting);
  setting.clock.tick(FEED_INTERVAL_MS);
  await expect(page.ended()).rejects.toThrow('aborted');
  expect(setting.mistakes).toEqual([MISTAKE]);
  await soon(() => setting.clock.pendingTimers === 0);
  expect((await setting.get('/health')).status).toBe(200);
});

test('closing the window lets every follower go at once', async () => {
  const setting = await Setting.open();
  const page = await FollowingPage.open(setting.port);
  await page.next('state');
  const closing = setting.server.close();
  expect(await page.ended()).toBe(true);
  await closing;
});
