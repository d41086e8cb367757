/** The operator's page in a real browser: looked at, used by hand and by keyboard, attacked, and left open. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { LESSONS } from '../../src/cli/lesson.ts';
import { SystemClock } from '../../src/clock.ts';
import { Setting } from '../admin/setting.ts';
import { type Taught, teach } from '../classroom/taught.ts';
import { BROWSER_MISSING, openBrowser, openPage, picture } from './browser.ts';
import { HOSTILE } from './hostile-page.ts';

beforeEach(({ skip }) => skip(BROWSER_MISSING !== null, BROWSER_MISSING ?? ''));

const lessonOf = (name: string, admin = 0): Promise<Taught> =>
  teach(name, { clock: new SystemClock(), admin });
const MANY = '8-one-change-many-edges';

test('a lesson walked in the browser: every step is as it says, and the change is watched arriving', async () => {
  const taught = await lessonOf(MANY);
  const { page, complaints } = await openPage(await openBrowser(), taught.adminUrl);
  const steps = page.locator('.steps > li');
  await steps.first().waitFor();
  const [count, waiting] = [await steps.count(), page.locator('.progress [data-state=InProgress]')];
  expect(count).toBe(taught.lesson.steps.length);
  await picture(page, `lesson-${MANY}`);
  const seen: number[] = [];
  for (let at = 0; at < count; at++) {
    const step = steps.nth(at);
    await step.locator('button').click();
    await step.locator('.verdict[data-state]').waitFor();
    expect(await step.locator('.verdict').textContent()).toMatch(/^✓/);
    if ((taught.lesson.steps[at]!.expect?.deployed ?? null) === null) continue;
    const missing = 12 - taught.lesson.steps[at]!.expect!.deployed!;
    await expect.poll(() => waiting.count()).toBe(missing);
    seen.push(missing);
    await picture(page, `lesson-8-waiting-for-${missing}`);
  }
  expect(seen).toEqual([12, 6, 0]);
  expect(complaints).toEqual([]);
});

test.for([
  ['light', 1360, 'light'],
  ['dark', 1360, 'dark'],
  ['380px', 380, 'light'],
  ['380px-dark', 380, 'dark'],
] as const)('%s: everything is there and nothing hangs over the edge', async ([name, width, colorScheme]) => {
  const taught = await lessonOf('1-first-hit-and-miss');
  for (const at of taught.lesson.steps.keys()) await taught.take(at);
  const options = { viewport: { width, height: 900 }, colorScheme };
  const { page, complaints } = await openPage(await openBrowser(), taught.adminUrl, options);
  await page.getByRole('button', { name: 'FRA2, Frankfurt' }).click();
  await page.locator('#objects tbody tr').first().waitFor();
  await page.locator('input[name=url]').fill('http://dlesson.cloudfront.net/hello.txt');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.summary .code').waitFor();
  expect(await page.locator('.location').count()).toBe(3);
  expect(await page.locator('.rules code').count()).toBeGreaterThan(3);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  await picture(page, name);
  expect(complaints).toEqual([]);
});

/** What has the focus, and whether one can see that it does. */
const FOCUSED = `(() => {
  const here = document.activeElement;
  return { name: here?.getAttribute('aria-label') ?? here?.textContent ?? '', outline: here === null ? 'none' : getComputedStyle(here).outlineStyle };
})()`;

/** Elements that would glide. */
const MOVING = `[...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).transitionDuration !== '0s').length`;

/** Presses Tab until something of that name has the focus, which must be seen. */
async function reach(page: Page, label: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate<{ name: string; outline: string }>(FOCUSED);
    if (at.name === label) return expect(at.outline, `${label} shows its focus`).not.toBe('none');
  }
  throw new Error(`${label} is not reached by Tab`);
}

const focused = (page: Page) => page.evaluate<string>(`(${FOCUSED}).name`);
const PHONE = { viewport: { width: 380, height: 760 }, reducedMotion: 'reduce' } as const;

test('by keyboard alone, on a phone, without motion: a location is chosen, a request sent, an origin taken down', async () => {
  const taught = await lessonOf('1-first-hit-and-miss');
  const { page, complaints } = await openPage(await openBrowser(), taught.adminUrl, PHONE);
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the request bench');
  await reach(page, 'IAD2, Washington');
  for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await expect.poll(() => page.locator('.location[data-selected=true] h3').textContent()).toContain('NRT4');
  expect(await focused(page)).toBe('NRT4, Tokyo');
  await reach(page, 'Send');
  await page.keyboard.press('Enter');
  await page.locator('.summary .code').waitFor();
  expect(await focused(page)).toBe('Send');
  await reach(page, 'down');
  await page.keyboard.press('Space');
  await page.locator('.mark.origin[data-state=down]').waitFor();
  expect(await focused(page)).toBe('down');
  expect(await page.locator('#notice').textContent()).toBe('www.lesson.test is down');
  expect(await page.evaluate(MOVING)).toBe(0);
  await picture(page, '380px-keyboard');
  expect(complaints).toEqual([]);
});

test('by keyboard alone: a lesson from its first step to its last', async () => {
  const taught = await lessonOf('3-query-strings-and-cookies');
  const { page } = await openPage(await openBrowser(), taught.adminUrl, PHONE);
  const done = page.locator('.verdict[data-state=met]');
  await page.locator('.steps button').first().waitFor();
  for (const at of taught.lesson.steps.keys()) {
    await reach(page, 'Do it');
    await page.keyboard.press('Enter');
    await expect.poll(() => done.count()).toBe(at + 1);
    expect(await focused(page)).toBe('Again');
  }
});

test('what is being typed is not disturbed by what happens meanwhile', async () => {
  const taught = await lessonOf('1-first-hit-and-miss');
  const { page } = await openPage(await openBrowser(), taught.adminUrl);
  await page.locator('input[name=minTTL]').fill('123');
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ origin: 'www.lesson.test', delayMs: 50 });
  await fetch(`${taught.adminUrl}/origins`, { method: 'POST', headers, body });
  await page.locator('.mark.origin[data-state=slow]').waitFor();
  expect(await page.evaluate('document.querySelector("input[name=minTTL]").value')).toBe('123');
  expect(await page.evaluate('document.activeElement.name')).toBe('minTTL');
});

test('a page that is open while edgefront restarts goes on by itself', async () => {
  const first = await lessonOf('1-first-hit-and-miss');
  const port = Number(new URL(first.adminUrl).port);
  const { page } = await openPage(await openBrowser(), first.adminUrl);
  await first.take(0);
  const frankfurt = () => page.locator('.charts').nth(1).locator('dd').nth(1).textContent();
  await expect.poll(frankfurt).toContain('0 %');
  await first.close();
  await page.locator('.line[data-state=waiting]').waitFor();
  const second = await lessonOf('1-first-hit-and-miss', port);
  await page.locator('.line[data-state=live]').waitFor();
  await expect.poll(frankfurt).toContain('–');
  await second.take(0);
  await expect.poll(frankfurt).toContain('0 %');
});

test('after a restart with another lesson, the page teaches that one', async () => {
  const first = await lessonOf('1-first-hit-and-miss');
  const port = Number(new URL(first.adminUrl).port);
  const { page } = await openPage(await openBrowser(), first.adminUrl);
  const title = page.locator('#lesson-title');
  await title.waitFor();
  await page.locator('.steps button').first().click();
  await page.locator('.verdict[data-state=met]').waitFor();
  await first.close();
  await lessonOf('5-an-origin-that-dies', port);
  await expect.poll(() => title.textContent()).toContain('Lesson 5');
  expect(await page.locator('.verdict[data-state]').count()).toBe(0);
});

const LESSON_NAMES = LESSONS.filter((name) => name !== MANY);

test.for(LESSON_NAMES)('lesson %s, walked in the browser', async (name) => {
  const taught = await lessonOf(name);
  const { page, complaints } = await openPage(await openBrowser(), taught.adminUrl);
  const verdicts = page.locator('.verdict[data-state]');
  await page.locator('.steps > li').first().waitFor();
  await picture(page, `lesson-${name}`);
  for (const at of taught.lesson.steps.keys()) {
    await page.locator('.steps > li').nth(at).locator('button').click();
    await expect.poll(() => verdicts.count()).toBe(at + 1);
    expect(await verdicts.nth(at).textContent()).toMatch(/^✓/);
  }
  await picture(page, `lesson-${name}-done`);
  expect(complaints).toEqual([]);
});

/** A page of ours to be attacked, and one of a stranger's in the same browser. */
async function attacked(args: readonly string[] = []) {
  const taught = await lessonOf('1-first-hit-and-miss');
  const stranger = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(HOSTILE.replaceAll('ADMIN', taught.adminUrl));
  });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void stranger.close());
  const browser = await openBrowser(args);
  await openPage(browser, taught.adminUrl);
  const before = await stateOf(taught.adminUrl);
  const page = await browser.newPage();
  return { taught, page, before, strangerPort: (stranger.address() as AddressInfo).port };
}

/** Everything that a page could have changed. */
async function stateOf(admin: string) {
  const get = async (path: string) => (await (await fetch(admin + path)).json()) as never;
  const { now, realNow }: { now: string; realNow: string } = await get('/clock');
  const edges: { generation: number; requests: object; storedObjects: number }[] = await get('/edges');
  return {
    isMoved: Date.parse(now) - Date.parse(realNow) > 1000,
    edges: edges.map(({ generation, requests, storedObjects }) => ({ generation, requests, storedObjects })),
    lesson: await get('/lesson'),
  };
}

const ATTEMPTS = [
  ...['simple', 'json', 'no-cors', 'credentials', 'sandboxed', 'beacon', 'step', 'behaviors'],
  ...['read', 'feed', 'socket', 'script', 'picture', 'window'],
];

test('a hostile page in the same browser reads nothing and changes nothing', async () => {
  const { taught, page, before, strangerPort } = await attacked();
  await page.goto(`http://127.0.0.1:${strangerPort}/`);
  await expect.poll(() => page.locator('#told').textContent()).toContain('over');
  const told = (await page.locator('#told').textContent())!.trim().split('\n');
  expect(told).toEqual([...ATTEMPTS.map((what) => `${what} refused`), 'over']);
  // A frame that is refused shows the browser's own page.
  const framed = () =>
    page
      .frames()
      .find((frame) => frame.name() === 'frame')
      ?.url();
  await expect.poll(framed).toMatch(/^chrome-error:/);
  expect(await stateOf(taught.adminUrl)).toEqual(before);
  await picture(page, 'hostile');
});

test('a token that came by a link from elsewhere opens the window, and is then nowhere to be seen', async () => {
  await using setting = await Setting.open(undefined, { token: 'open-sesame', hosts: ['ops.example'] });
  const referrers = new Map<string, string>();
  const elsewhere = createServer(({ url = '', headers }, response) => {
    referrers.set(url, headers.referer ?? 'none');
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(`<a href="http://ops.example:${setting.port}/?token=open-sesame">the window</a>`);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void elsewhere.close());
  const names = '--host-resolver-rules=MAP ops.example 127.0.0.1, MAP mail.example 127.0.0.1';
  const page = await (await openBrowser([names])).newPage();
  const mail = `http://mail.example:${(elsewhere.address() as AddressInfo).port}/`;
  await page.goto(mail);
  await page.locator('a').click();
  await page.locator('.line[data-state=live]').waitFor();
  expect(await page.evaluate('location.href + document.cookie')).toBe(`http://ops.example:${setting.port}/`);
  await page.evaluate(`location.href = '${mail}after'`);
  await expect.poll(() => referrers.get('/after')).toBe('none');
});

test('a name that a stranger makes resolve to this machine opens nothing', async () => {
  const { taught, page, before } = await attacked(['--host-resolver-rules=MAP evil.example 127.0.0.1']);
  const rebound = taught.adminUrl.replace('127.0.0.1', 'evil.example');
  expect((await page.goto(`${rebound}/`))?.status()).toBe(403);
  const post = `fetch('/clock', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"advanceSeconds":9}' })`;
  expect(await page.evaluate(`${post}.then((got) => got.status)`)).toBe(403);
  expect(await page.evaluate(`fetch('/edges').then((got) => got.status)`)).toBe(403);
  expect(await stateOf(taught.adminUrl)).toEqual(before);
});

const HOURS = [...Array(24).keys()];

test('left open for a day it keeps no more than after its first hours', async () => {
  const taught = await lessonOf('1-first-hit-and-miss');
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.addInitScript({ path: join(import.meta.dirname, 'long-day.js') });
  await page.goto(taught.adminUrl);
  await page.locator('.location[data-selected=true]').waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const kept = async () => {
    for (let time = 0; time < 3; time++) await session.send('HeapProfiler.collectGarbage');
    const { metrics = [] } = await session.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((one) => one.name === name)!.value;
    return { bytes: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
  };
  for (const hour of HOURS.slice(0, 2)) await page.evaluate(`longHour(${hour})`);
  const before = await kept();
  for (const hour of HOURS.slice(2)) await page.evaluate(`longHour(${hour})`);
  const after = await kept();
  expect(after.bytes - before.bytes).toBeLessThan(256 * 1024);
  expect(after.nodes - before.nodes).toBeLessThan(100);
  expect(after.listeners - before.listeners).toBeLessThan(20);
});
