/** The log for the people who run edgefront: one JSON object a line, or prose for a terminal. */
import { createRequire } from 'node:module';
import type { DestinationStream, LevelWithSilent, LogFn, Logger } from 'pino';

export interface OperatorLogOptions {
  /** Prose instead of JSON: for a terminal. */
  readonly pretty: boolean;
  /** The least important level that is still written. */
  readonly level: LevelWithSilent;
  /** Where lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

export type OperatorLog = Pick<Logger, 'error' | 'warn' | 'info'>;

/** Makes the log. Lines are written before the call returns, so none is lost when the process ends. */
export function createOperatorLog(options: OperatorLogOptions): OperatorLog {
  return createLogger(options);
}

/**
 * The same, which loads what writes lines with the first: for who starts in a hurry and writes one soon. Where that may
 * be the one that says there are no descriptors left, it cannot be loaded any more.
 */
export function lateOperatorLog(options: OperatorLogOptions): OperatorLog {
  return new LateLog(options);
}

class LateLog implements OperatorLog {
  readonly #options: OperatorLogOptions;
  #logger: Logger | null = null;

  constructor(options: OperatorLogOptions) {
    this.#options = options;
  }

  get error(): LogFn {
    return this.#bound('error');
  }

  get warn(): LogFn {
    return this.#bound('warn');
  }

  get info(): LogFn {
    return this.#bound('info');
  }

  #bound(level: keyof OperatorLog): LogFn {
    this.#logger ??= createLogger(this.#options);
    return this.#logger[level].bind(this.#logger);
  }
}

const require = createRequire(import.meta.url);

function createLogger(options: OperatorLogOptions): Logger {
  const { pino }: typeof import('pino') = require('pino');
  const destination = options.destination ?? pino.destination({ dest: 1, sync: true });
  const settings = { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(settings, options.pretty ? proseTo(destination) : destination);
}

/** Fields whose message says the same: for machines, and only noise to a person. */
const SAID_IN_WORDS = 'role,pop,url,caFile';

function proseTo(destination: DestinationStream): DestinationStream {
  // Loaded for terminals alone: it takes 10 ms.
  const { prettyFactory }: typeof import('pino-pretty') = require('pino-pretty');
  const proseOf = prettyFactory({ translateTime: 'SYS:HH:MM:ss.l', ignore: SAID_IN_WORDS });
  return { write: (line) => destination.write(proseOf(line.replace(ESCAPES, visible))) };
}

/** Every escape in a JSON text, so that none is read from its middle, and the controls that JSON leaves alone. */
const ESCAPES = /\\(?:u00(?:[0189][0-9a-f]|7f)|.)|[\x7f-\x9f]/g;
const STEERING = ['\\b', '\\f', '\\r'];

/** Controls that would move a terminal's cursor or change its colours, as text; line feeds and tabs stay. */
function visible(control: string): string {
  if (control.length === 1) return `\\\\x${control.charCodeAt(0).toString(16)}`;
  return control.length > 2 || STEERING.includes(control) ? `\\${control}` : control;
}
