/** `edgefront serve`: runs until it is told to stop, and takes a new configuration when it is told to look. */
import { existsSync } from 'node:fs';
import { readSettings } from '../config/read-settings.ts';
import type { Settings } from '../config/settings.ts';
import { lateOperatorLog, type OperatorLog } from '../logs/operator-log.ts';
import type { HandedSockets } from '../simulator/handed-sockets.ts';
import type { Threads } from '../simulator/worker-thread.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { problemLine } from './problem-line.ts';
import { BadInput, type Terminal } from './terminal.ts';

export interface ServeOptions {
  /** The configuration file; without it DEFAULT_FILE, and without that the demo. */
  readonly config?: string;
}

const DEFAULT_FILE = './edgefront.yaml';

/**
 * Resolves when SIGTERM or SIGINT came and everything in flight has finished; a second signal ends the
 * process at once. Throws BadInput when the configuration cannot be used, Error when a part cannot start.
 */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<void> {
  const file = options.config ?? defaultFile();
  if (file === null) return await serveDemo(terminal);
  await serveFile(file, terminal, { threads: terminal.threads });
}

/** The demo's own web server runs beside it, and requests to try are printed. */
async function serveDemo(terminal: Terminal): Promise<void> {
  const { DEMO_ORIGIN_PORT, demoFile, demoRequests } = await import('./demo.ts');
  const { startDemoOrigin } = await import('./demo-origin.ts');
  const origin = await startDemoOrigin(DEMO_ORIGIN_PORT);
  try {
    const started = ({ addresses, caFile }: Simulator) => {
      const requests = demoRequests(addresses, caFile ?? '', terminal.clock.now());
      terminal.print(`\nThe demo serves d111111abcdef8.cloudfront.net from IAD2, FRA2 and NRT4. Try:\n`);
      for (const request of requests) terminal.print(`  ${request}`);
      terminal.print('\nEach twice: the first answer is a Miss, the second a Hit.');
      const admin = addresses.find(({ role }) => role === 'admin');
      if (admin !== undefined)
        terminal.print(`Watch it, and switch things, at ${admin.url}/. Ctrl-C stops it.\n`);
    };
    await serveFile(demoFile(), terminal, { threads: terminal.threads, started });
  } finally {
    await origin.close();
  }
}

/** What goes along with serving a file. */
export interface Serving {
  /** Null: there is but this one. */
  readonly threads: Threads | null;
  /** Everything is open. */
  readonly started?: (simulator: Simulator) => void;
  readonly openLesson?: SimulatorOptions['openLesson'];
}

/** Resolves when it was told to stop and has. Throws as `serve` does. */
export async function serveFile(file: string, terminal: Terminal, serving: Serving): Promise<void> {
  const reading = readSettings(file, terminal.environment);
  if ('problems' in reading)
    throw new BadInput(`not started\n${reading.problems.map(problemLine).join('\n')}`);
  const log = operatorLog(terminal);
  // Heard from before the first answer on: whoever gets one gets it whole.
  const signal = firstSignal(terminal);
  let isAskedToReread = false;
  let onAsked = () => {
    isAskedToReread = true;
  };
  const stopListening = terminal.onSignal('SIGHUP', () => onAsked());
  const simulator = await start(reading.settings, { terminal, log, serving });
  announce(simulator, log);
  warnOfLostLogs(reading.settings, log);
  serving.started?.(simulator);
  onAsked = () => reread({ file, simulator, log }, terminal);
  if (isAskedToReread) onAsked();
  log.info(`${await signal}: finishing what is in flight`);
  stopListening();
  await simulator.stop();
  log.info('stopped');
}

/** A configuration that clashes with what the control API keeps is bad input like any other. */
interface Start {
  readonly terminal: Terminal;
  readonly log: OperatorLog;
  readonly serving: Serving;
}

async function start(settings: Settings, { terminal, log, serving }: Start): Promise<Simulator> {
  const { threads, openLesson } = serving;
  threads?.prepare(settings.workers);
  const startWorker = threads?.start ?? null;
  const lesson = openLesson === undefined ? {} : { openLesson };
  // Loaded while the threads load what they need.
  const { Clash, startSimulator } = await import('../simulator.ts');
  try {
    const sockets = await handedSockets(terminal);
    return await startSimulator(settings, { clock: terminal.clock, log, startWorker, sockets, ...lesson });
  } catch (error) {
    throw error instanceof Clash ? new BadInput(`not started\n${error.message}`) : error;
  }
}

/** Null: nobody listens for us, as when a person starts it. */
async function handedSockets({ environment }: Terminal): Promise<HandedSockets | null> {
  if (environment.LISTEN_FDS === undefined) return null;
  const { HandedSockets } = await import('../simulator/handed-sockets.ts');
  return HandedSockets.take(environment, process.pid);
}

/** Null: there is none here, so the demo runs. */
function defaultFile(): string | null {
  return existsSync(DEFAULT_FILE) ? DEFAULT_FILE : null;
}

interface Running {
  readonly file: string;
  readonly simulator: Simulator;
  readonly log: OperatorLog;
}

/** A configuration with problems changes nothing. */
function reread({ file, simulator, log }: Running, terminal: Terminal): void {
  const reading = readSettings(file, terminal.environment);
  if ('problems' in reading) return refuse(file, reading.problems.map(problemLine), log);
  const taken = simulator.reload(reading.settings);
  if ('clashes' in taken) return refuse(file, taken.clashes, log);
  log.info(`${file} was taken`);
  warnOfLostLogs(reading.settings, log);
  if (taken.late.length > 0) log.warn(`a restart is needed for changes of ${taken.late.join(', ')}`);
}

function refuse(file: string, problems: readonly string[], log: OperatorLog): void {
  for (const problem of problems) log.error(problem);
  log.error(`${file} was not taken; the configuration before it stays`);
}

function operatorLog(terminal: Terminal): OperatorLog {
  const destination = { write: (line: string) => terminal.print(line.trimEnd()) };
  return lateOperatorLog({ pretty: terminal.isInteractive, level: 'info', destination });
}

function announce({ addresses, caFile }: Simulator, log: OperatorLog): void {
  for (const { role, pop, url } of addresses) log.info({ role, pop, url }, `listening on ${url}`);
  if (caFile !== null)
    log.info({ caFile }, `certificates made on demand are accepted by whoever trusts ${caFile}`);
}

/** Logging that a distribution asks for needs a place to be written to. */
function warnOfLostLogs({ logs, distributions }: Settings, log: OperatorLog): void {
  if (logs !== null) return;
  for (const { id, config } of distributions) {
    if (config.Logging.Enabled)
      log.warn(`${id} wants access logs, but there is no \`logs:\`; none are written`);
  }
}

function firstSignal(terminal: Terminal): Promise<string> {
  return new Promise((resolve) => {
    const stopListening = (['SIGTERM', 'SIGINT'] as const).map((signal) =>
      terminal.onSignal(signal, () => {
        for (const stop of stopListening) stop();
        resolve(signal);
      }),
    );
  });
}
