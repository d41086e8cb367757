/** The operator's page in a real browser: looked at, used by hand and by keyboard, attacked, and left open. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { SystemClock } from '../../src/clock.ts';
import { type Taught, teach } from '../classroom/taught.ts';
import { BROWSER_MISSING, openBrowser, openPage, picture } from './browser.ts';

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
  await page.locator('.summary').waitFor();
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

test('by keyboard alone: a location is chosen, a request sent, an origin taken down', async () => {
  const taught = await lessonOf('1-first-hit-and-miss');
  const { page } = await openPage(await openBrowser(), taught.adminUrl, { reducedMotion: 'reduce' });
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement?.textContent')).toBe('Skip to the request bench');
  const reach = async (label: string) => {
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate<{ name: string; outline: string }>(FOCUSED);
      if (at.name === label) return expect(at.outline, `${label} shows its focus`).not.toBe('none');
    }
    throw new Error(`${label} is not reached by Tab`);
  };
  await reach('NRT4, Tokyo');
  await page.keyboard.press('Enter');
  await page.locator('.location[data-selected=true]').first().waitFor();
  expect(await page.locator('.location[data-selected=true] h3').textContent()).toContain('NRT4');
  await page.locator('input[name=url]').press('Enter');
  await page.locator('.summary').waitFor();
  await page.getByRole('button', { name: 'down' }).focus();
  await page.keyboard.press('Space');
  await page.locator('.mark.origin[data-state=down]').waitFor();
  expect(await page.evaluate(MOVING)).toBe(0);
});

test('a page that is open while edgefront restarts goes on by itself', async () => {
  const first = await lessonOf('1-first-hit-and-miss');
  const port = Number(new URL(first.adminUrl).port);
  const { page } = await openPage(await openBrowser(), first.adminUrl);
  await first.take(0);
  const frankfurt = () => page.locator('.charts').nth(1).textContent();
  await expect.poll(frankfurt).toContain('0 %');
  await first.close();
  await page.locator('.line[data-state=waiting]').waitFor();
  const second = await lessonOf('1-first-hit-and-miss', port);
  await page.locator('.line[data-state=live]').waitFor();
  await expect.poll(frankfurt).toContain('–');
  await second.take(0);
  await expect.poll(frankfurt).toContain('0 %');
});

/** What a hostile page can try without being allowed anything. */
const HOSTILE = `<!doctype html><iframe id="frame" src="ADMIN/"></iframe><form id="form" method="post" action="ADMIN/clock"
 enctype="text/plain" target="frame"><input name='{"advanceSeconds":1000000,"a":"' value='"}'></form><pre id="told"></pre>
<script>
const tell = (text) => { document.querySelector('#told').textContent += text + '\\n'; };
const body = JSON.stringify({ advanceSeconds: 1000000 });
const json = { 'Content-Type': 'application/json' };
(async () => {
  for (const [what, options] of [['simple', { body }], ['json', { body, headers: json }], ['no-cors', { body, mode: 'no-cors' }],
    ['credentials', { body, headers: json, credentials: 'include' }]]) {
    await fetch('ADMIN/clock', { method: 'POST', ...options }).then((got) => tell(what + ' ' + got.type), () => tell(what + ' refused'));
  }
  await fetch('ADMIN/edges').then((got) => got.text()).then(tell, () => tell('read refused'));
  await new Promise((go) => { const feed = new EventSource('ADMIN/live'); feed.onopen = () => go(tell('feed open')); feed.onerror = () => go(tell('feed refused')); });
  document.querySelector('#form').submit();
  await new Promise((go) => setTimeout(go, 300));
  tell('over');
})();
</script>`;

test('a hostile page in the same browser reads nothing and changes nothing', async () => {
  const taught = await lessonOf('1-first-hit-and-miss');
  const hostile = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(HOSTILE.replaceAll('ADMIN', taught.adminUrl));
  });
  await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void hostile.close());
  const browser = await openBrowser();
  await openPage(browser, taught.adminUrl);
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(hostile.address() as AddressInfo).port}/`);
  await expect.poll(() => page.locator('#told').textContent()).toContain('over');
  const told = (await page.locator('#told').textContent())!.trim().split('\n');
  const refused = ['simple refused', 'json refused', 'no-cors refused', 'credentials refused'];
  expect(told).toEqual([...refused, 'read refused', 'feed refused', 'over']);
  const clock = (await (await fetch(`${taught.adminUrl}/clock`)).json()) as { now: string; realNow: string };
  expect(Date.parse(clock.now) - Date.parse(clock.realNow)).toBeLessThan(1000);
  await picture(page, 'hostile');
});

test('left open for long it keeps no more than before', async () => {
  const taught = await lessonOf(MANY);
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.addInitScript({ path: join(import.meta.dirname, 'long-day.js') });
  await page.goto(taught.adminUrl);
  await page.locator('.line[data-state=live]').waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const day = (pictures: number) => page.evaluate(`longDay(${pictures})`);
  const kept = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics = [] } = await session.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((one) => one.name === name)!.value;
    return { bytes: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
  };
  await day(300);
  const before = await kept();
  await day(3000);
  const after = await kept();
  expect(after.bytes - before.bytes).toBeLessThan(512 * 1024);
  expect(after.nodes - before.nodes).toBeLessThan(200);
  expect(after.listeners - before.listeners).toBeLessThan(50);
});
