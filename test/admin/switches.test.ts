/** What may be switched while everything runs, and what the bench sends. */
import { expect, test } from 'vitest';
import { DOMAIN, distribution, ID, jsonOf, Setting } from './setting.ts';

test('an origin is taken down, slowed and put right', async () => {
  await using setting = await Setting.open();
  const origin = 'www.example.com';
  await setting.post('/origins', { origin, isDown: true });
  expect(setting.stage.troubles.get(origin)).toEqual({ isDown: true, delayMs: 0 });
  await setting.post('/origins', { origin, delayMs: 3000 });
  expect(setting.stage.troubles.get(origin)).toEqual({ isDown: false, delayMs: 3000 });
  await setting.post('/origins', { origin });
  expect(setting.stage.troubles.get(origin)).toEqual({ isDown: false, delayMs: 0 });
});

test('a behavior is changed in what is said of it alone, and the answer tells which configuration has it', async () => {
  await using setting = await Setting.open();
  const got = await setting.post('/behaviors', { distribution: ID, pathPattern: '*', minTTL: 60 });
  expect(jsonOf(got)).toEqual({ distribution: ID, pathPattern: '*', minTTL: 60, generation: 2 });
  expect(setting.stage.changes).toEqual([{ distribution: ID, pathPattern: '*', minTTL: 60 }]);
});

const behavior = (parts: object) => ({ distribution: ID, pathPattern: '*', ...parts });

/** LQ-12: 512 bytes, one for each name included. */
const LONG_NAMES = ['a'.repeat(260), 'b'.repeat(260)];

const REFUSED = [
  ['/origins', { origin: 'elsewhere.example' }, 404, /one of www\.example\.com/],
  ['/origins', { origin: 'www.example.com', delayMs: 120_001 }, 400, /delayMs/],
  ['/origins', { origin: 'www.example.com', isUp: true }, 400, /isUp/],
  ['/behaviors', behavior({ pathPattern: 'no/*' }), 404, /has no behavior/],
  ['/behaviors', behavior({ distribution: 'EOTHER' }), 404, /has no behavior/],
  ['/behaviors', behavior({ minTTL: 3_153_600_001 }), 400, /minTTL/],
  ['/behaviors', behavior({ minTTL: -1 }), 400, /minTTL/],
  ['/behaviors', behavior({ cookies: 'some' }), 400, /cookies/],
  ['/behaviors', behavior({ cookies: 'whitelist' }), 400, /cookieNames is required/],
  ['/behaviors', behavior({ cookies: 'whitelist', cookieNames: ['a b'] }), 400, /name of a cookie/],
  ['/behaviors', behavior({ cookies: 'none', cookieNames: ['a(b'] }), 400, /name of a cookie/],
  ['/behaviors', behavior({ cookies: 'none', cookieNames: ['a'] }), 400, /absent while Forward is none/],
  ['/behaviors', behavior({ cookies: 'whitelist', cookieNames: LONG_NAMES }), 400, /520 bytes of names/],
  [
    '/behaviors',
    behavior({ cookieNames: Array.from({ length: 11 }, (_, at) => `c${at}`) }),
    400,
    /cookieNames/,
  ],
  ['/requests', { url: 'ftp://x/' }, 400, /url/],
  ['/requests', { url: `http://${DOMAIN}/`, viewer: 'nowhere' }, 400, /no place/],
  ['/requests', { url: `http://${DOMAIN}/`, headers: { 'Content-Length': '5' } }, 400, /own business/],
  ['/requests', { url: `http://${DOMAIN}/`, headers: { A: 'b\r\nX: y' } }, 400, /headers/],
  ['/requests', { url: `http://${DOMAIN}/`, method: 'CONNECT' }, 400, /method/],
  ['/lesson', { step: 0 }, 404, /no lesson/],
] as const;

test.each(REFUSED)('%s %o is refused with %i and changes nothing', async (path, body, status, message) => {
  await using setting = await Setting.open();
  expect(await setting.post(path, body)).toMatchObject({ status, text: expect.stringMatching(message) });
  const { changes, troubles, sent } = setting.stage;
  expect([changes.length, troubles.size, sent.length]).toEqual([0, 0, 0]);
});

test('D-2: what an era did not know cannot be changed', async () => {
  await using setting = await Setting.open();
  setting.stage.isChangeable = false;
  expect((await setting.post('/behaviors', behavior({ minTTL: 1 }))).status).toBe(409);
});

const ONLY_WEST = { PriceClass: 'PriceClass_100' } as const;

test('the bench explains by what is stored before it sends', async () => {
  await using setting = await Setting.open();
  const body = { url: `http://${DOMAIN}/a`, headers: { Cookie: 'a=b' }, viewer: 'FRA', pop: 'NRT4' };
  const result = jsonOf(await setting.post('/requests', body)) as Record<string, unknown>;
  expect(result).toMatchObject({
    pop: 'NRT4',
    says: expect.stringMatching(/^Miss/),
    answer: { status: 200 },
  });
  const chapters = result.chapters as { title: string; rules: { id: string; sentence: string }[] }[];
  expect(chapters.map(({ title }) => title)).toContain('Cache key');
  expect(chapters.flatMap(({ rules }) => rules.map(({ id }) => id))).toContain('CK-1');
  expect(setting.stage.sent).toMatchObject([{ method: 'GET', viewer: 'FRA', pop: 'NRT4' }]);
});

test.each([
  ['Tokyo asks Tokyo', { viewer: 'NRT' }, {}, 'NRT4'],
  ['Frankfurt asks Virginia, which is nearer than Tokyo', { viewer: 'FRA' }, {}, 'IAD2'],
  ['VR-8: Tokyo asks Virginia where the price class leaves Japan out', { viewer: 'NRT' }, ONLY_WEST, 'IAD2'],
  ['who does not say where it is leaves it to the shared port', {}, {}, null],
  ['a host that nobody serves is nobody’s', { viewer: 'NRT', url: 'http://other.example/' }, {}, null],
])('the nearest: %s', async (_name, request, differences, pop) => {
  await using setting = await Setting.open([distribution(differences)]);
  await setting.post('/requests', { url: `http://${DOMAIN}/a`, ...request, pop: 'nearest' });
  expect(setting.stage.sent).toMatchObject([{ pop }]);
});

test('the bench only explains when told so, and says when nobody answers', async () => {
  await using setting = await Setting.open();
  const url = `http://${DOMAIN}/a`;
  expect(jsonOf(await setting.post('/requests', { url, sends: false }))).toMatchObject({ answer: null });
  expect(setting.stage.sent).toEqual([]);
  setting.stage.send = () => Promise.reject(new Error('connect ECONNREFUSED'));
  expect(await setting.post('/requests', { url })).toMatchObject({ status: 502 });
});
