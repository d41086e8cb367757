/** Who may come in: this machine, or the token; never another site's page. */
import { expect, test } from 'vitest';
import { AdminServer } from '../../src/admin/admin-server.ts';
import { distribution, Setting } from './setting.ts';

const TOKEN = 'correct-horse-battery-staple';
const OPS = { host: 'ops.example.com' };

const STRANGERS = [
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another port of the same name', { 'sec-fetch-site': 'same-site' }],
  ['another origin', { origin: 'http://evil.example' }],
  ['an origin that is hidden', { origin: 'null' }],
  ['an origin of another port', { origin: 'http://127.0.0.1:3000' }],
] as const;

test.each(STRANGERS)('a page of %s changes nothing and reads nothing', async (_what, headers) => {
  await using setting = await Setting.open();
  const before = setting.clock.now();
  const refused = { status: 403, text: expect.stringMatching("another site's page") };
  expect(await setting.post('/clock', { advanceSeconds: 60 }, headers)).toMatchObject(refused);
  expect(await setting.get('/live', headers)).toMatchObject(refused);
  expect(await setting.get('/edges', headers)).toMatchObject(refused);
  expect(setting.clock.now()).toBe(before);
});

test('a form of another site, from a browser that says nothing of sites, changes nothing', async () => {
  await using setting = await Setting.open();
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const got = await setting.post('/origins', '{"origin":"www.example.com","isDown":true}', {
      'content-type': type,
    });
    expect(got.status).toBe(415);
  }
  expect(setting.stage.troubles.size).toBe(0);
});

test('the page itself may do both, and a link from elsewhere may lead to it', async () => {
  await using setting = await Setting.open();
  const host = `127.0.0.1:${setting.port}`;
  const own = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
  expect((await setting.post('/clock', { advanceSeconds: 60 }, own)).status).toBe(200);
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  expect((await setting.get('/', link)).status).toBe(200);
  expect((await setting.get('/metrics', link)).status).toBe(403);
});

test('nothing of the page comes from elsewhere, runs text as code, or is shown in a frame', async () => {
  await using setting = await Setting.open();
  const page = await setting.get('/');
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(page.text).not.toMatch(/https?:\/\/|style="|onclick|<script>/);
  const loaded = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!);
  expect(loaded.length).toBeGreaterThan(2);
  for (const path of loaded) expect((await setting.get(path)).status, path).toBe(200);
});

test('every module the page imports is served', async () => {
  await using setting = await Setting.open();
  const seen = new Set<string>(['/page/page.js']);
  for (const path of seen) {
    const got = await setting.get(path);
    expect(got, path).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/javascript; charset=utf-8' },
    });
    for (const [, name] of got.text.matchAll(/from '\.\/([\w-]+\.js)'/g)) seen.add(`/page/${name}`);
  }
  expect(seen.size).toBeGreaterThan(9);
});

test('who asks for this machine by another name needs the token', async () => {
  await using setting = await Setting.open([distribution()], { token: TOKEN });
  expect((await setting.get('/edges')).status).toBe(200);
  expect((await setting.get('/edges', OPS)).status).toBe(401);
  for (const wrong of ['Bearer wrong', `Basic ${TOKEN}`, 'Bearer ']) {
    expect((await setting.get('/edges', { ...OPS, authorization: wrong })).status, wrong).toBe(401);
  }
  expect((await setting.get('/edges', { ...OPS, authorization: `Bearer ${TOKEN}` })).status).toBe(200);
});

test('the token in the URL is taken once and becomes a cookie that no page can read', async () => {
  await using setting = await Setting.open([distribution()], { token: TOKEN });
  expect((await setting.get('/?token=wrong', OPS)).status).toBe(401);
  const entry = await setting.get(`/?token=${encodeURIComponent(TOKEN)}`, OPS);
  expect(entry).toMatchObject({ status: 303, headers: { location: '/' } });
  const [cookie] = entry.headers['set-cookie'] as unknown as string[];
  expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
  expect(cookie).not.toContain(TOKEN);
  const kept = cookie!.split(';', 1)[0]!;
  expect((await setting.get('/', { ...OPS, cookie: `theme=dark; ${kept}` })).status).toBe(200);
  const changed = kept.slice(0, -1) + (kept.endsWith('0') ? '1' : '0');
  expect((await setting.get('/', { ...OPS, cookie: changed })).status).toBe(401);
});

test('the window opens beyond this machine only with a token', async () => {
  const setting = new Setting();
  const options = { ...setting.options, host: '0.0.0.0' };
  await expect(new AdminServer({ ...options, token: null }).open()).rejects.toThrow(/without a token/);
  const open = new AdminServer({ ...options, token: TOKEN });
  expect(await open.open()).toBeGreaterThan(0);
  await open.close();
});
