/** `edgefront load`: a scenario or a replay against an edgefront of its own, a running one, or any other cache. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { loadPage } from '../load/load-page.ts';
import { type LoadReport, reportOf } from '../load/load-report.ts';
import { LoadRun, type LoadRunOptions } from '../load/load-run.ts';
import { loadTables, progressLine } from '../load/load-text.ts';
import { ScriptedOrigin } from '../load/scripted-origin.ts';
import { type StartedEdge, startEdge } from '../load/started-edge.ts';
import { signUrl } from '../signing/sign.ts';
import { KEY_PAIR_ID } from '../traffic/scenario-distribution.ts';
import { readInputFile } from './input-file.ts';
import { tryOutputFiles } from './output-file.ts';
import { positive } from './simulate.ts';
import { BadInput, type ExitCode, type Terminal } from './terminal.ts';
import { readTraffic, type Traffic } from './traffic-input.ts';

export interface LoadOptions {
  readonly url?: string;
  readonly admin?: string;
  readonly host?: string;
  readonly key?: string;
  readonly keyPairId?: string;
  readonly replay: readonly string[];
  readonly speed: string;
  readonly cacheControl: string;
  readonly strict: boolean;
  readonly json?: string;
  readonly html?: string;
}

/** 1: a threshold was missed. Throws BadInput for input that cannot be used. */
export async function loadCommand(
  file: string | undefined,
  options: LoadOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const files = [...(file === undefined ? [] : [file]), ...options.replay];
  if (files.length === 0) throw new BadInput('name a scenario, or log files with --replay');
  if (options.url !== undefined && !/^https?:\/\//.test(options.url))
    throw new BadInput(`--url ${options.url}: must begin with http:// or https://`);
  const { strict: isStrict, cacheControl } = options;
  const speed = positive('--speed', options.speed);
  const traffic = await readTraffic(files, { isStrict, cacheControl, speed, rate: null }, terminal);
  if (traffic.endMs > LONGEST_RUN_MS)
    throw new BadInput(
      `would take ${Math.round(traffic.endMs / 86_400_000)} days; at most 24: simulate it, or replay with --speed`,
    );
  tryOutputFiles({ '--json': options.json, '--html': options.html });
  const report = await play(traffic, options, terminal);
  terminal.print(`\n${loadTables(report)}`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  if (options.html !== undefined) writeFileSync(options.html, loadPage(report));
  return report.thresholds.every(({ isMet }) => isMet) ? 0 : 1;
}

/** As long as a timer can wait. */
const LONGEST_RUN_MS = 24 * 86_400_000;

interface Target {
  readonly url: string;
  readonly host: string;
  readonly admin: string | null;
  readonly signature: string | null;
  stop(): Promise<void>;
}

async function play(traffic: Traffic, options: LoadOptions, terminal: Terminal): Promise<LoadReport> {
  const { scenario } = traffic.stage;
  const origin = new ScriptedOrigin({
    content: traffic.content,
    origin: scenario.origin,
    seed: scenario.seed,
  });
  const originPort = await origin.open();
  try {
    const target =
      options.url === undefined ? await ownTarget(traffic, originPort) : runningTarget(traffic, options);
    try {
      return await run(traffic, { target, origin, startedAt: terminal.clock.now() }, terminal);
    } finally {
      await target.stop();
    }
  } finally {
    await origin.close();
  }
}

async function ownTarget({ stage }: Traffic, originPort: number): Promise<Target> {
  const { scenario } = stage;
  const keys = scenario.viewers.signed > 0 ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : null;
  const publicKey = keys?.publicKey.export({ type: 'spki', format: 'pem' }).toString() ?? null;
  const started: StartedEdge = await startEdge(stage, { originPort, publicKey });
  const privateKey = keys?.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    url: scenario.viewers.https ? (started.https ?? started.http) : started.http,
    host: stage.hostName,
    admin: started.admin,
    signature: privateKey === undefined ? null : signatureOf(KEY_PAIR_ID, privateKey),
    stop: () => started.stop(),
  };
}

function runningTarget({ stage }: Traffic, { url, host, admin, key, keyPairId }: LoadOptions): Target {
  const isSigning = stage.scenario.viewers.signed > 0;
  if (isSigning && (key === undefined || keyPairId === undefined))
    throw new BadInput('signed URLs for a running edgefront need --key and --key-pair-id');
  const named = stage.configFile === null ? new URL(url!).host : stage.hostName;
  return {
    url: new URL(url!).origin,
    host: host ?? named,
    admin: admin ?? null,
    signature: isSigning ? signatureOf(keyPairId!, readInputFile(key!)) : null,
    stop: async () => undefined,
  };
}

/** One policy opens everything, so nothing is signed while the clock runs. */
function signatureOf(keyPairId: string, privateKey: string): string {
  const statement = { Resource: '*', Condition: { DateLessThan: { 'AWS:EpochTime': 4_000_000_000 } } };
  const policy = JSON.stringify({ Statement: [statement] });
  const url = signUrl('http://any.host/x', { keyPairId, privateKey, policy });
  return url.slice(url.indexOf('?') + 1);
}

interface Stand {
  readonly target: Target;
  readonly origin: ScriptedOrigin;
  /** Epoch ms. */
  readonly startedAt: number;
}

async function run(traffic: Traffic, stand: Stand, terminal: Terminal): Promise<LoadReport> {
  const { target, origin } = stand;
  const { stage, phases } = traffic;
  const progress = progressTo(terminal);
  const loadRun = new LoadRun({
    ...runParts(traffic, target),
    invalidate: (paths) => invalidate(target.admin, stage.distributionId, paths),
    setFailures: (failures) => {
      origin.failures = failures;
    },
    takeOriginCounts: () => origin.takeCounts(),
    onSecond: (one) => progress(progressLine(one)),
  });
  const stopListening = (['SIGINT', 'SIGTERM'] as const).map((signal) =>
    terminal.onSignal(signal, () => loadRun.stop()),
  );
  await loadRun.run();
  for (const stop of stopListening) stop();
  const asked = loadRun.origin.some((counts) => counts !== undefined && counts.size > 0);
  return reportOf(loadRun, {
    ...{ title: stage.scenario.title, target: target.url, phases, thresholds: stage.scenario.thresholds },
    arrival: arrivalText(traffic),
    startedAt: new Date(stand.startedAt).toISOString(),
    hasOrigin: asked,
    notes: [...traffic.notes, ...notesOf(loadRun, asked)],
  });
}

function runParts({ stage, phases, invalidations, source, next }: Traffic, target: Target) {
  const { arrival } = stage.scenario;
  return {
    url: target.url,
    host: target.host,
    pops: stage.edges.map(({ pop }) => pop),
    connections: arrival.connections,
    timeoutSeconds: arrival.timeoutSeconds,
    ...{ phases, invalidations, next },
    isOpen: source !== null,
    signature: target.signature,
  } satisfies Partial<LoadRunOptions>;
}

async function invalidate(
  admin: string | null,
  distribution: string,
  paths: readonly string[],
): Promise<void> {
  if (admin === null) throw new Error('nobody to tell');
  const body = JSON.stringify({ distribution, paths });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(new URL('/invalidations', admin), { method: 'POST', headers, body });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${response.status}`);
}

function notesOf(loadRun: LoadRun, asked: boolean): string[] {
  const notes: string[] = [];
  if (loadRun.failedInvalidations > 0)
    notes.push(
      `${loadRun.failedInvalidations} invalidations could not be made: they need an edgefront's operator window (--admin)`,
    );
  if (!asked) notes.push('the scenario’s origin was not asked: offload is what the answers themselves say');
  return notes;
}

function arrivalText({ stage, source }: Traffic): string {
  const { connections, requestsPerSecond } = stage.scenario.arrival;
  if (source === null) return `closed arrival, ${connections} connections`;
  return requestsPerSecond === null
    ? `open arrival as logged, at most ${connections} connections`
    : `open arrival, ${requestsPerSecond} requests a second, at most ${connections} connections`;
}

/** Somebody who reads along sees one line that changes; a file gets them all. */
function progressTo(terminal: Terminal): (line: string) => void {
  let isFirst = true;
  return (line) => {
    terminal.complain(terminal.isInteractive && !isFirst ? `\u001b[1A\u001b[2K${line}` : line);
    isFirst = false;
  };
}
