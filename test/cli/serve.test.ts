import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import type { Signal } from '../../src/cli/terminal.ts';
import { distributionXml, ExampleFolder } from '../config/example.ts';
import { CREDENTIAL } from '../control/recorded.ts';
import { ControlClient } from '../harness/control-client.ts';
import { siteDistribution } from '../harness/controlled-site.ts';
import { ScriptedTerminal } from './scripted-terminal.ts';

const CONFIGURATION = `
listen: { http: 0, https: 0, admin: 0 }
edges: [{ pop: FRA2 }]
origins: { demo-bucket.s3.amazonaws.com: { directory: . } }
distributions: [{ id: E1, domainName: d1.cloudfront.net, config: ./distribution.xml }]
deployment: { delaySeconds: 0 }
`;

let folder: ExampleFolder;
let file: string;

beforeEach(() => {
  folder = new ExampleFolder();
  folder.write('distribution.xml', distributionXml({}));
  folder.write('hello.txt', 'hello');
  file = folder.write('edgefront.yaml', CONFIGURATION);
});
afterEach(() => folder[Symbol.dispose]());

class Serving {
  readonly terminal = new ScriptedTerminal();
  readonly exitCode = runCommandLine(['serve', '--config', file], this.terminal);

  /** Where a role listens, as printed. */
  async url(role: string): Promise<string> {
    const line = await this.line(new RegExp(`"role":"${role}".*"url"`));
    return (JSON.parse(line) as { url: string }).url;
  }

  /** A line of the log, unless serving ends before it comes. */
  async line(saying: RegExp): Promise<string> {
    const ended = this.exitCode.then(() => {
      throw new Error(`no line says ${saying}: ${this.terminal.complained.join('; ')}`);
    });
    return await Promise.race([this.terminal.line(saying), ended]);
  }

  async stop(): Promise<number> {
    this.terminal.send('SIGTERM');
    return await this.exitCode;
  }
}

async function get(url: string, host: string): Promise<{ status: number; text: string }> {
  const { request } = await import('undici');
  const answer = await request(url, { headers: { host }, reset: true });
  return { status: answer.statusCode, text: await answer.body.text() };
}

/** A terminal that sends a signal with the first line that is written to it. */
function signalling(signal: Signal): ScriptedTerminal {
  const terminal = new ScriptedTerminal();
  const print = terminal.print.bind(terminal);
  let isSent = false;
  terminal.print = (text) => {
    if (!isSent) terminal.send(signal);
    isSent = true;
    print(text);
  };
  return terminal;
}

test('told to stop as soon as it listens, it finishes in order', async () => {
  const terminal = signalling('SIGTERM');
  expect(await runCommandLine(['serve', '--config', file], terminal)).toBe(0);
  expect(terminal.printed.join('\n')).toMatch(/listening on .*SIGTERM: finishing.*stopped/s);
});

test('D-16: told to reread its configuration as soon as it listens, it does', async () => {
  const terminal = signalling('SIGHUP');
  const exitCode = runCommandLine(['serve', '--config', file], terminal);
  await terminal.line(/was taken/);
  terminal.send('SIGTERM');
  expect(await exitCode).toBe(0);
});

test('serve prints where it listens, delivers, and ends in 0 when told to stop', async () => {
  const serving = new Serving();
  const http = await serving.url('http');
  await serving.url('admin');
  expect(await get(`${http}/hello.txt`, 'd1.cloudfront.net')).toEqual({ status: 200, text: 'hello' });
  expect(await serving.stop()).toBe(0);
  expect(serving.terminal.printed.join('\n')).toMatch(/SIGTERM: finishing.*stopped/s);
});

test('VR-11: serve prints the one certificate to trust', async () => {
  const serving = new Serving();
  await serving.url('https');
  const line = await serving.line(/"caFile"/);
  expect(readFileSync((JSON.parse(line) as { caFile: string }).caFile, 'utf8')).toContain(
    'BEGIN CERTIFICATE',
  );
  expect(await serving.stop()).toBe(0);
});

test('D-16: SIGHUP takes a new configuration, and says what needs a restart', async () => {
  const serving = new Serving();
  const http = await serving.url('http');
  await serving.url('admin');
  folder.write('distribution.xml', distributionXml({ aliases: ['www.example.com'] }));
  folder.write('edgefront.yaml', CONFIGURATION.replace('pop: FRA2', 'pop: FRA6'));
  serving.terminal.send('SIGHUP');
  await serving.line(/was taken/);
  await serving.line(/a restart is needed for changes of edges/);
  serving.terminal.clock.tick(0);
  expect(await get(`${http}/hello.txt`, 'www.example.com')).toMatchObject({ status: 200 });
  expect(await serving.stop()).toBe(0);
});

test('D-16: what needs a restart is said again as long as it was not restarted', async () => {
  const serving = new Serving();
  await serving.url('admin');
  folder.write('edgefront.yaml', `${CONFIGURATION}usage: { keepDays: 5 }\nlimits: { viaHops: 3 }\n`);
  serving.terminal.send('SIGHUP');
  serving.terminal.send('SIGHUP');
  const said = serving.terminal.printed.filter((line) => /for changes of limits, usage/.test(line));
  expect(said).toHaveLength(2);
  expect(await serving.stop()).toBe(0);
});

test('D-18: SIGHUP with problems reports them, and the configuration before it stays', async () => {
  const serving = new Serving();
  const http = await serving.url('http');
  await serving.url('admin');
  folder.write('edgefront.yaml', `${CONFIGURATION}orgins: {}\n`);
  serving.terminal.send('SIGHUP');
  await serving.line(/edgefront\.yaml:7:1: orgins: is not known here/);
  await serving.line(/the configuration before it stays/);
  expect(await get(`${http}/hello.txt`, 'd1.cloudfront.net')).toMatchObject({ status: 200 });
  expect(await serving.stop()).toBe(0);
});

test('problems of the configuration refuse the start and end in 2', async () => {
  folder.write('edgefront.yaml', `${CONFIGURATION}orgins: {}\n`);
  const { terminal, exitCode } = new Serving();
  expect(await exitCode).toBe(2);
  expect(terminal.complained.join('\n')).toContain(
    `${file}:7:1: orgins: is not known here; did you mean origins?`,
  );
});

test('CA-2 CA-8: serve opens the control API plain and over TLS, and prints where', async () => {
  folder.write('edgefront.yaml', CONFIGURATION.replace('admin: 0', 'admin: 0, control: 0, controlTls: 0'));
  const serving = new Serving();
  const target = '/doc/2012-05-05/AmazonCloudFrontCommon.xsd';
  expect((await get((await serving.url('control')) + target, 'localhost')).text).toContain('<xs:schema');
  expect(await serving.url('controlTls')).toMatch(/^https:/);
  expect(await serving.stop()).toBe(0);
});

test('a port that is taken ends in 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  folder.write('edgefront.yaml', CONFIGURATION.replace('http: 0', `http: ${port}`));
  const { terminal, exitCode } = new Serving();
  expect(await exitCode).toBe(1);
  expect(terminal.complained.join('\n')).toMatch(
    /^edgefront: .*:\d+ is taken by another program \(EADDRINUSE\)/,
  );
  other.close();
});

test('serve warns of access logs that have nowhere to go', async () => {
  const log = { bucket: 'logs.s3.amazonaws.com', prefix: '' };
  folder.write('distribution.xml', distributionXml({ log }));
  const serving = new Serving();
  expect(await serving.line(/wants access logs/)).toContain('E1 wants access logs, but there is no `logs:`');
  expect(await serving.stop()).toBe(0);
});

test('D-18: serve ends in 2 when the file claims a name that the control API gave away', async () => {
  const settings = `${CONFIGURATION}\ncredentials: [${JSON.stringify(CREDENTIAL)}]\n`;
  folder.write('edgefront.yaml', settings.replace('https: 0', 'control: 0'));
  const serving = new Serving();
  const port = Number(new URL(await serving.url('control')).port);
  const client = new ControlClient({ port, now: () => serving.terminal.clock.realNow() });
  await client.create('distribution', siteDistribution({ Aliases: ['img.example.org'] }));
  expect(await serving.stop()).toBe(0);
  folder.write('distribution.xml', distributionXml({ aliases: ['img.example.org'] }));
  const again = new Serving();
  expect(await again.exitCode).toBe(2);
  expect(again.terminal.complained.join('\n')).toMatch(
    /not started\nimg\.example\.org is a name of both E1 and/,
  );
});
