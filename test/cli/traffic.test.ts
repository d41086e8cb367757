/** `edgefront load` and `edgefront simulate` as typed: against a cache of this test's own, and without any. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { ExampleFolder } from '../config/example.ts';
import { ScriptedTerminal } from './scripted-terminal.ts';

const folder = new ExampleFolder();
afterAll(() => folder[Symbol.dispose]());

const SCENARIO = `title: small
edges: [{ pop: IAD2, cache: 1MiB }]
catalogue: { objects: 50, zipf: 1, sizes: { fixed: 1000 } }
viewers: { heads: 0.2, ranges: 0.1, rangeBytes: 100 }
arrival: { requestsPerSecond: 400, connections: 8, timeoutSeconds: 3600 }
phases: [{ name: only, seconds: 0.5 }]
`;

async function run(...words: string[]) {
  const terminal = new ScriptedTerminal();
  const exitCode = await runCommandLine(words, terminal);
  return { exitCode, printed: terminal.printed.join('\n'), complained: terminal.complained.join('\n') };
}

/** A cache that answers everything in its own words; every tenth answer is the last of its connection. */
async function someCache(cut: (count: number) => boolean = () => false): Promise<string> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    const closes = count % 10 === 0 ? { Connection: 'close' } : {};
    response.writeHead(200, {
      'X-Cache': count % 4 === 0 ? 'MISS' : 'HIT',
      'Content-Length': 1000,
      ...closes,
    });
    if (cut(count)) return void response.write('x', () => response.destroy());
    response.end(request.method === 'HEAD' ? undefined : Buffer.alloc(1000));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('load: every request is answered and told apart by the words of another cache, HEAD and last answers too', async () => {
  const json = `${folder.path}/report.json`;
  const html = `${folder.path}/report.html`;
  const scenario = folder.write('small.yaml', SCENARIO);
  const outcome = await run('load', scenario, '--url', await someCache(), '--json', json, '--html', html);
  expect(outcome).toMatchObject({ exitCode: 0, printed: expect.stringMatching(/phase +requests/) });
  const { measured } = JSON.parse(readFileSync(json, 'utf8'));
  expect(measured.failed).toBe(0);
  expect(measured.requests).toBeGreaterThan(100);
  expect(measured.hitRatio).toBeCloseTo(0.75, 1);
  const page = readFileSync(html, 'utf8');
  expect(page.match(/<svg /g)).toHaveLength(4);
  expect(page).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)|<script|<link|@import|url\(/);
});

test('load: an answer broken off is a failure, and a missed threshold ends in 1', async () => {
  const scenario = folder.write('strict.yaml', `${SCENARIO}thresholds: { maxErrorShare: 0.01 }\n`);
  const outcome = await run('load', scenario, '--url', await someCache((count) => count % 3 === 0));
  expect(outcome.exitCode).toBe(1);
  expect(outcome.printed).toMatch(/MISSED maxErrorShare/);
});

test('load: where nobody listens every request fails, at a pace, and the run ends', async () => {
  const scenario = folder.write('nobody.yaml', SCENARIO.replace('400', '40'));
  const outcome = await run('load', scenario, '--url', 'http://127.0.0.1:1');
  expect(outcome.printed).toMatch(/Failed +\d+ +100\.00%/);
});

const HEAD =
  '#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query\n';
const line = (second: number, path: string) =>
  `2013-05-23\t01:13:${String(second).padStart(2, '0')}\tFRA2\t1420\t192.0.2.10\tGET\td1.cloudfront.net\t${path}\t200\t-\t-\t-\n`;

const linesOfPops = (count: number) =>
  Array.from({ length: count }, (_, at) => line(1, '/a').replace('FRA2', `AAA${at}`)).join('');

test('simulate: logs out of order, gzip and plain, each object missed once; bad lines counted and named', async () => {
  const zipped = folder.write('one.gz', '');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(zipped, gzipSync(`\uFEFF${HEAD}${line(9, '/a')}${line(1, '/a')}${line(5, '/b')}`));
  const plain = folder.write(
    'two.log',
    `${HEAD}${line(7, '/b')}rubbish\n${line(8, '/a').replace('GET', 'POST')}`,
  );
  const json = `${folder.path}/plan.json`;
  const outcome = await run('simulate', zipped, plain, '--json', json, '--sizes', '4KiB,64KiB');
  expect(outcome).toMatchObject({ exitCode: 0, complained: `${plain}:4: has 1 fields, not 12` });
  const { edges, requests } = JSON.parse(readFileSync(json, 'utf8'));
  expect(requests).toBe(4);
  expect(edges[0].results).toEqual({ Hit: 2, RefreshHit: 0, Miss: 2, Error: 0 });
  expect(await run('simulate', plain, '--strict')).toMatchObject({ exitCode: 2 });
});

test('simulate --write-log: what viewers were answered, as a log that says the same when it is read', async () => {
  const scenario = folder.write('written.yaml', SCENARIO.replace('0.5', '5'));
  const [log, one, other] = ['made.log.gz', 'one.json', 'other.json'].map((name) => `${folder.path}/${name}`);
  expect(await run('simulate', scenario, '--write-log', log!, '--json', one!)).toMatchObject({ exitCode: 0 });
  expect(await run('simulate', log!, '--json', other!)).toMatchObject({ exitCode: 0, complained: '' });
  const [asked, read] = [one!, other!].map((file) => JSON.parse(readFileSync(file, 'utf8')));
  expect(read.requests).toBe(asked.requests);
  expect(Math.abs(read.edges[0].results.Hit - asked.edges[0].results.Hit)).toBeLessThan(asked.requests / 200);
});

test.each([
  [
    'a scenario with problems',
    ['simulate', folder.write('bad.yaml', 'phases: []\n')],
    /bad\.yaml:1:\d+: catalogue/,
  ],
  ['a file that is not there', ['load', `${folder.path}/none.yaml`], /none\.yaml/],
  ['nothing to play', ['load'], /name a scenario/],
  ['no URL', ['load', folder.write('ok.yaml', SCENARIO), '--url', 'edge:80'], /must begin with http/],
  ['no size', ['simulate', folder.write('ok2.yaml', SCENARIO), '--sizes', 'big'], /must be sizes/],
  [
    'more invalidations than can be planned',
    [
      'simulate',
      folder.write(
        'storm.yaml',
        `${SCENARIO}`.replace('seconds: 0.5', 'seconds: 9d, kind: invalidation-storm'),
      ),
    ],
    /storm\.yaml:6:\d+: phases\[0\]: would invalidate 7776000 paths/,
  ],
  [
    'a run of weeks',
    [
      'load',
      folder.write('weeks.yaml', SCENARIO.replace('seconds: 0.5', 'seconds: 40d')),
      '--url',
      'http://127.0.0.1:1',
    ],
    /would take 40 days/,
  ],
  [
    'a report that cannot be written, before the run',
    ['load', folder.write('ok3.yaml', SCENARIO), '--url', 'http://127.0.0.1:1', '--json', folder.path],
    /--json .*: cannot be written: EISDIR/,
  ],
  [
    'a picture that cannot be written, before the run',
    ['simulate', folder.write('ok4.yaml', SCENARIO), '--html', `${folder.path}/none/page.html`],
    /--html .*: cannot be written: ENOENT/,
  ],
  ['an empty log', ['load', '--replay', folder.write('empty.log', '')], /empty\.log: no request/],
  [
    'a log of more edge locations than there are',
    ['simulate', folder.write('pops.log', `${HEAD}${linesOfPops(2001)}`)],
    /logs name more than 2000 edge locations/,
  ],
  ['no log', ['simulate', folder.write('no.log', 'a\tb\n')], /no line of an access log/],
])('bad input: %s', async (_, words, complaint) => {
  const outcome = await run(...words);
  expect(outcome.exitCode).toBe(2);
  expect(outcome.complained).toMatch(complaint);
});
