import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { signUrl } from '../../src/signing/sign.ts';
import { distributionXml, ExampleFolder, MINIMAL } from '../config/example.ts';
import { START_MS } from '../harness/manual-clock.ts';
import { ScriptedTerminal } from './scripted-terminal.ts';

const folder = new ExampleFolder();
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const KEY = folder.write('key.pem', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
const POLICY = `{"Statement":[{"Resource":"http://*","Condition":{"DateLessThan":{"AWS:EpochTime":1370100000}}}]}`;

afterAll(() => folder[Symbol.dispose]());
beforeAll(() => {
  folder.write('policy.json', POLICY);
});

interface Outcome {
  readonly exitCode: number;
  readonly printed: readonly string[];
  readonly complained: readonly string[];
}

async function run(...words: string[]): Promise<Outcome> {
  const terminal = new ScriptedTerminal();
  const exitCode = await runCommandLine(words, terminal);
  return { exitCode, printed: terminal.printed, complained: terminal.complained };
}

test('--version prints the version', async () => {
  expect(await run('--version')).toMatchObject({
    exitCode: 0,
    printed: [expect.stringMatching(/^\d+\.\d+\.\d+$/)],
  });
});

test.each([
  ['--help'],
  ['-h'],
  ['serve', '--help'],
  ['check', '--help'],
  ['sign', '--help'],
  ['explain', '--help'],
])('%s %s prints help', async (...words) => {
  expect(await run(...words)).toMatchObject({
    exitCode: 0,
    printed: [expect.stringMatching(/^Usage: edgefront/)],
  });
});

test.each([
  [['nonsense'], /unknown command 'nonsense'/],
  [['check'], /missing required argument 'file'/],
  [['sign', 'http://a/'], /required option '--key <pem>'/],
  [['explain', 'http://a/', '--kye', 'x'], /unknown option '--kye'/],
  [[], /Usage: edgefront/],
])('bad input: %j ends in 2', async (words, complaint) => {
  const outcome = await run(...words);
  expect(outcome.exitCode).toBe(2);
  expect(outcome.complained.join('\n')).toMatch(complaint);
});

test('check: files without problems print nothing and end in 0', async () => {
  const files = [
    folder.write('good.yaml', MINIMAL),
    folder.write('good.xml', distributionXml({})),
    folder.write('good.json', JSON.stringify({ listen: { http: 0 }, edges: [{ pop: 'FRA2' }] })),
  ];
  expect(await run('check', ...files)).toEqual({ exitCode: 0, printed: [], complained: [] });
});

test('check: every problem of every file, whatever the file’s name says, ends in 2', async () => {
  const yaml = folder.write('one.conf', `${MINIMAL}orgins: {}`);
  const xml = folder.write('two.conf', distributionXml({}).replace('<Enabled>true', '<Enabled>maybe'));
  const json = folder.write('three.conf', '{ "CallerReference": "x",\n "Enabled": 7 }');
  const { exitCode, printed } = await run('check', yaml, xml, json, `${folder.path}/none`);
  expect(exitCode).toBe(2);
  expect(printed).toContain(`${yaml}:3:1: orgins: is not known here; did you mean origins?`);
  expect(printed).toContain(`${xml}:23:3: Enabled: must be true or false`);
  expect(printed).toContainEqual(expect.stringMatching(/three\.conf:2:13: Enabled: must be true or false$/));
  expect(printed.at(-1)).toMatch(/none:1:1: cannot be read: ENOENT/);
});

const SIGN = ['--key', KEY, '--key-pair-id', 'APKAEXAMPLE'];
const NOW = START_MS / 1000;

test.each([
  ['a canned policy', ['--expires', '2h'], { expires: NOW + 7200 }],
  ['an absolute time', ['--expires', '2013-06-02'], { expires: NOW + 86_400 }],
  ['a beginning', ['--expires', '2h', '--starts', '1h'], { expires: NOW + 7200, starts: NOW + 3600 }],
  [
    'an address range',
    ['--expires', '2h', '--ip', '192.0.2.0/24'],
    { expires: NOW + 7200, ip: '192.0.2.0/24' },
  ],
  ['a policy file', ['--policy', `${folder.path}/policy.json`], { policy: POLICY }],
])('sign: %s', async (_, words, options) => {
  const url = 'http://d111.cloudfront.net//a/../b%20c?x=1';
  const signed = signUrl(url, { keyPairId: 'APKAEXAMPLE', privateKey, ...options });
  expect(await run('sign', url, ...SIGN, ...words)).toEqual({
    exitCode: 0,
    printed: [signed],
    complained: [],
  });
});

test('sign: --expires beside a policy is said to be unused', async () => {
  const outcome = await run(
    'sign',
    'http://a/b',
    ...SIGN,
    '--policy',
    `${folder.path}/policy.json`,
    '--expires',
    '1h',
  );
  expect(outcome).toMatchObject({
    exitCode: 0,
    complained: [expect.stringContaining('--expires is not used')],
  });
});

test.each([
  ['no end', []],
  ['an end that is no time', ['--expires', 'soon']],
  ['a URL that cannot be signed', ['--expires', '1h', '--ip', 'nowhere']],
  ['a policy and a beginning', ['--policy', `${folder.path}/policy.json`, '--starts', '1h']],
  ['a policy that is not there', ['--policy', `${folder.path}/none.json`]],
])('sign: %s is bad input', async (_, words) => {
  const outcome = await run('sign', 'http://a/b', ...SIGN, ...words);
  expect(outcome).toMatchObject({
    exitCode: 2,
    printed: [],
    complained: [expect.stringMatching(/^edgefront: /)],
  });
});

/** An operator's window that answers everything alike; gives its address and what it was asked. */
async function adminWindow(status: number, answer: string): Promise<{ url: string; asked: unknown[] }> {
  const asked: unknown[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    asked.push([request.method, request.url, request.headers['content-type'], JSON.parse(body)]);
    response.writeHead(status, { connection: 'close' }).end(answer);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test('explain: asks the running edgefront and prints its story', async () => {
  const admin = await adminWindow(200, '{"distribution":{"id":"E1"},"story":["one","two"]}');
  const words = [
    '--header',
    'Cookie: a=1',
    '--header',
    'Cookie: b=2',
    '--header',
    'Accept: x',
    '--header',
    'accept: y',
  ];
  const outcome = await run('explain', 'http://a/b', '--admin', admin.url, '--method', 'HEAD', ...words);
  expect(outcome).toEqual({
    exitCode: 0,
    printed: ['one\ntwo'],
    complained: [],
  });
  expect(admin.asked).toEqual([
    [
      'POST',
      '/explain',
      'application/json',
      { url: 'http://a/b', method: 'HEAD', headers: { Cookie: 'a=1; b=2', Accept: 'x, y' } },
    ],
  ]);
});

test('explain: --json prints the answer as JSON', async () => {
  const admin = await adminWindow(200, '{"a":[1]}');
  const { printed } = await run('explain', 'http://a/b', '--admin', admin.url, '--json');
  expect(JSON.parse(printed.join(''))).toEqual({ a: [1] });
});

test.each([
  [400, 2],
  [503, 1],
])('explain: an answer of %i ends in %i', async (status, exitCode) => {
  const admin = await adminWindow(status, 'because');
  const outcome = await run('explain', 'http://a/b', '--admin', admin.url);
  expect(outcome).toMatchObject({
    exitCode,
    complained: [expect.stringContaining(`answered ${status}: because`)],
  });
});

test('explain: --config tells the story of a file, with nothing running', async () => {
  const words = ['http://d111111abcdef8.cloudfront.net/api/x', '--config', 'config/demo/edgefront.yaml'];
  const { printed, exitCode } = await run('explain', ...words);
  expect(exitCode).toBe(0);
  expect(printed.join('\n')).toContain('api/*: matches');
  expect(printed.join('\n')).toContain('Edge location FRA2');
});

test('explain: --config with problems names them all', async () => {
  const { complained, exitCode } = await run('explain', 'http://a/b', '--config', 'config/demo/nothing.yaml');
  expect(exitCode).toBe(2);
  expect(complained.join('\n')).toContain('config/demo/nothing.yaml:1:1');
});

test('explain: nobody there ends in 1, with a hint', async () => {
  const outcome = await run('explain', 'http://a/b', '--admin', 'http://127.0.0.1:1');
  expect(outcome).toMatchObject({
    exitCode: 1,
    complained: [expect.stringMatching(/no edgefront answers at .*--admin/)],
  });
});

test.each([
  [['--admin', 'nowhere'], /--admin nowhere: not a URL/],
  [['--header', 'nothing'], /--header 'nothing': must be 'Name: value'/],
])('explain: %j is bad input', async (words, complaint) => {
  const outcome = await run('explain', 'http://a/b', ...words);
  expect(outcome).toMatchObject({ exitCode: 2, complained: [expect.stringMatching(complaint)] });
});
