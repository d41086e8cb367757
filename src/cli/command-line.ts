/** Every command edgefront understands, with its options, help and exit codes; each loads what it needs when it runs. */
import { Command, CommanderError } from 'commander';
import { manifest } from '../shipped-files.ts';
import type { ExplainOptions } from './explain.ts';
import type { LoadOptions } from './load.ts';
import type { ServeOptions } from './serve.ts';
import type { SignOptions } from './sign.ts';
import type { SimulateOptions } from './simulate.ts';
import { BadInput, type ExitCode, type Terminal } from './terminal.ts';

/** Runs what was typed after `edgefront`; whatever goes wrong has been said when the exit code comes back. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const outcome: Outcome = { exitCode: 0 };
  try {
    await program(terminal, outcome).parseAsync(words, { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.complain(`edgefront: ${reasonOf(error)}`);
    return error instanceof BadInput ? 2 : 1;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code !== 'EADDRINUSE') return error.message;
  return `${address}:${port} is taken by another program (${code}); end that one, or choose another port`;
}

/** How a command that did not throw ended. */
interface Outcome {
  exitCode: ExitCode;
}

function program(terminal: Terminal, outcome: Outcome): Command {
  const { description, version } = manifest();
  const edgefront = new Command('edgefront')
    .description(description)
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    });
  addServe(edgefront, terminal);
  addCheck(edgefront, terminal, outcome);
  addSign(edgefront, terminal);
  addExplain(edgefront, terminal);
  addLesson(edgefront, terminal);
  addLoad(edgefront, terminal, outcome);
  addSimulate(edgefront, terminal);
  return edgefront;
}

/** The operator's window of an edgefront on this machine, as the configuration's example has it. */
const LOCAL_ADMIN = 'http://127.0.0.1:9090';

function addServe(edgefront: Command, terminal: Terminal): void {
  edgefront
    .command('serve')
    .description('run; SIGHUP rereads the configuration, SIGTERM and SIGINT stop when all in flight is done')
    .option('--config <file>', 'YAML or JSON; else ./edgefront.yaml')
    .action(async (options: ServeOptions) => {
      const { serve } = await import('./serve.ts');
      await serve(options, terminal);
    });
}

function addCheck(edgefront: Command, terminal: Terminal, outcome: Outcome): void {
  edgefront
    .command('check')
    .description(
      'print every problem of configuration or DistributionConfig files; exit 2 when there are some',
    )
    .argument('<file...>', 'YAML, JSON or XML')
    .action(async (files: string[]) => {
      const { checkCommand } = await import('./check.ts');
      outcome.exitCode = checkCommand(files, terminal);
    });
}

function addSign(edgefront: Command, terminal: Terminal): void {
  edgefront
    .command('sign')
    .description(
      'print a signed URL; WHEN is epoch seconds, an ISO 8601 time or a duration from now such as 2h',
    )
    .argument('<url>', 'what to sign, exactly as viewers will ask for it')
    .requiredOption('--key <pem>', "file of the key pair's private key")
    .requiredOption('--key-pair-id <id>', 'as it stands in the URL')
    .option('--expires <when>', 'refuse from then on')
    .option('--starts <when>', 'refuse until then (custom policy)')
    .option('--ip <cidr>', 'viewers who may use it (custom policy)')
    .option('--policy <file>', 'a custom policy, signed as it stands')
    .action(async (url: string, options: SignOptions) => {
      const { signCommand } = await import('./sign.ts');
      await signCommand(url, options, terminal);
    });
}

function addExplain(edgefront: Command, terminal: Terminal): void {
  edgefront
    .command('explain')
    .description('ask a running edgefront what it would do with a request, and why')
    .argument('<url>')
    .option('--header <line>', "a request header, 'Name: value'; may be repeated", collect, [])
    .option('--method <method>', "the request's method", 'GET')
    .option('--admin <url>', "the operator's window of the running edgefront", LOCAL_ADMIN)
    .option('--config <file>', 'explain this configuration file instead; nothing needs to run')
    .option('--json', 'print JSON', false)
    .action(async (url: string, options: ExplainOptions) => {
      const { explain } = await import('./explain.ts');
      await explain(url, options, terminal);
    });
}

function addLesson(edgefront: Command, terminal: Terminal): void {
  edgefront
    .command('lesson')
    .description('how a CDN behaves, in eight lessons; without a number it lists them')
    .argument('[number]', '1 to 8')
    .action(async (number: string | undefined) => {
      const { lesson } = await import('./lesson.ts');
      await lesson(number, terminal);
    });
}

function addLoad(edgefront: Command, terminal: Terminal, outcome: Outcome): void {
  edgefront
    .command('load')
    .description('load an edge with a scenario and report; exit 1 when one of its thresholds is missed')
    .argument('[scenario]', 'YAML or JSON; without one, --replay')
    .option('--url <url>', 'load what listens there; else an edgefront is started for the run')
    .option('--admin <url>', "with --url: its operator's window, for invalidations")
    .option('--host <name>', 'with --url: the Host to ask for')
    .option('--key <pem>', 'with --url: what URLs are signed with')
    .option('--key-pair-id <id>', "with --url: the key pair's id")
    .option('--replay <file...>', 'ask for what these access logs say was asked', [])
    .option('--speed <factor>', 'replay so many times as fast', '1')
    .option(
      '--cache-control <value>',
      'what the origin of a replay without scenario says',
      REPLAYED_CACHE_CONTROL,
    )
    .option('--strict', 'a bad log line ends the run', false)
    .option('--json <file>', 'write the report as JSON')
    .option('--html <file>', 'write the report as one page')
    .action(async (scenario: string | undefined, options: LoadOptions) => {
      const { loadCommand } = await import('./load.ts');
      outcome.exitCode = await loadCommand(scenario, options, terminal);
    });
}

function addSimulate(edgefront: Command, terminal: Terminal): void {
  edgefront
    .command('simulate')
    .description('a scenario or access logs without a network: hit ratio by cache size, and the bill')
    .argument('<file...>', 'a scenario, access logs (gzip or not), or both')
    .option('--sizes <list>', 'cache sizes for the curve, such as 16MiB,64MiB,1GiB')
    .option('--prices <file>', 'prices for the bill')
    .option('--rate <n>', 'requests a second, where the scenario names connections instead', '1000')
    .option('--speed <factor>', 'logs so many times as fast: what is asked again comes sooner', '1')
    .option('--write-log <file>', 'write what viewers were answered as an access log; .gz packs it')
    .option(
      '--cache-control <value>',
      'what the origin of logs without a scenario says',
      REPLAYED_CACHE_CONTROL,
    )
    .option('--strict', 'a bad log line ends the run', false)
    .option('--json <file>', 'write the report as JSON')
    .option('--html <file>', 'write the report as one page')
    .action(async (files: string[], options: SimulateOptions) => {
      const { simulateCommand } = await import('./simulate.ts');
      await simulateCommand(files, options, terminal);
    });
}

const REPLAYED_CACHE_CONTROL = 'max-age=86400';

function collect(line: string, before: readonly string[]): string[] {
  return [...before, line];
}
