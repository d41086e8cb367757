/** The log for the people who run edgefront: one JSON object a line, or prose for a terminal. */
import { type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export interface OperatorLogOptions {
  /** Prose instead of JSON: for a terminal. */
  readonly pretty: boolean;
  /** The least important level that is still written. */
  readonly level: LevelWithSilent;
  /** Where lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

export type OperatorLog = Logger;

/** Makes the log. Lines are written before the call returns, so none is lost when the process ends. */
export function createOperatorLog(options: OperatorLogOptions): OperatorLog {
  const destination = options.destination ?? pino.destination({ dest: 1, sync: true });
  const settings = { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (!options.pretty) return pino(settings, destination);
  return pino(settings, pretty({ destination, sync: true, translateTime: 'SYS:HH:MM:ss.l' }));
}
