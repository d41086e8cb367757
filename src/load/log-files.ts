/**
 * Access log files on their way into a replay, gzip or plain, told by their first bytes. A line that is no log line is
 * reported with its number, counted and passed over; a file that is no access log ends the run.
 */
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { assumeFields, type LogFields, readFieldsLine, readLogLine } from '../traffic/log-line.ts';
import { MAX_REPLAYED_LINES, type Replay } from '../traffic/replay.ts';

/** A log that cannot be used at all. */
export class NoLog extends Error {}

export interface LogReading {
  readonly lines: number;
  readonly badLines: number;
}

export interface LogReadingOptions {
  /** `file:line: why`, for the first so many of all files. */
  readonly onBadLine: (text: string) => void;
  /** The first bad line ends the run. */
  readonly isStrict: boolean;
}

/** So many bad lines are reported; the others are only counted. */
export const REPORTED_BAD_LINES = 20;
/** A longer line is none: what has no line ends must not fill memory. */
const LONGEST_LINE = 64 * 1024;
const GZIP_MAGIC = 0x1f8b;

const BYTE_ORDER_MARK = Buffer.from('\uFEFF').toString('latin1');

/** Whether a file is an access log rather than a scenario, by its name or its beginning. */
export function isLogFile(file: string): boolean {
  if (/\.(?:log|gz)$/i.test(file)) return true;
  const start = firstBytes(file);
  if (start.length >= 2 && start.readUInt16BE(0) === GZIP_MAGIC) return true;
  return start.toString('latin1').startsWith('#Version:') || start.toString('latin1').includes('\t');
}

export async function readLogFiles(
  files: readonly string[],
  replay: Replay,
  options: LogReadingOptions,
): Promise<LogReading> {
  const tally = { lines: 0, badLines: 0 };
  for (const file of files) await readOne(file, replay, { options, tally });
  if (replay.count === 0) throw new NoLog(`${files.join(', ')}: no request that could be made again`);
  return tally;
}

interface Scope {
  readonly options: LogReadingOptions;
  readonly tally: { lines: number; badLines: number };
}

async function readOne(file: string, replay: Replay, scope: Scope): Promise<void> {
  const reader = new LogReader(file, replay, scope);
  try {
    for await (const chunk of bytesOf(file)) reader.take((chunk as Buffer).toString('latin1'));
  } catch (error) {
    if (error instanceof NoLog) throw error;
    // What a file cut off while it was written still holds is as good as any.
    reader.bad(`cannot be read further: ${error instanceof Error ? error.message : String(error)}`);
  }
  reader.end();
}

function bytesOf(file: string): AsyncIterable<unknown> {
  const start = firstBytes(file);
  const stream = createReadStream(file, { highWaterMark: 256 * 1024 });
  if (start.length < 2 || start.readUInt16BE(0) !== GZIP_MAGIC) return stream;
  const gunzip = createGunzip();
  stream.on('error', (error) => gunzip.destroy(error));
  return stream.pipe(gunzip);
}

class LogReader {
  readonly #file: string;
  readonly #replay: Replay;
  readonly #scope: Scope;
  #fields: LogFields | null = null;
  #line = 0;
  #rest = '';
  #isTooLong = false;

  constructor(file: string, replay: Replay, scope: Scope) {
    this.#file = file;
    this.#replay = replay;
    this.#scope = scope;
  }

  take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) this.#takeLine(line);
    if (this.#rest.length <= LONGEST_LINE) return;
    this.#rest = '';
    this.#isTooLong = true;
  }

  end(): void {
    if (this.#isTooLong || this.#rest !== '') this.#takeLine(this.#rest);
    this.#rest = '';
  }

  bad(because: string): void {
    const { options, tally } = this.#scope;
    const text = `${this.#file}:${this.#line}: ${because}`;
    tally.badLines += 1;
    if (options.isStrict) throw new NoLog(text);
    if (tally.badLines <= REPORTED_BAD_LINES) options.onBadLine(text);
  }

  #takeLine(raw: string): void {
    this.#line += 1;
    if (this.#isTooLong || raw.length > LONGEST_LINE) {
      this.#isTooLong = false;
      return this.bad(`is longer than ${LONGEST_LINE} bytes`);
    }
    const ended = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const isMarked = this.#line === 1 && ended.startsWith(BYTE_ORDER_MARK);
    const line = isMarked ? ended.slice(BYTE_ORDER_MARK.length) : ended;
    if (line === '') return;
    if (line[0] === '#') return this.#takeDirective(line);
    this.#fields ??= assumeFields(line);
    if (this.#fields === null) throw new NoLog(`${this.#file}:${this.#line}: is no line of an access log`);
    this.#takeRequest(line, this.#fields);
  }

  /** The names may change within a file that was put together of several. */
  #takeDirective(line: string): void {
    if (!line.startsWith('#Fields:')) return;
    this.#fields = readFieldsLine(line);
    if (this.#fields === null)
      throw new NoLog(`${this.#file}:${this.#line}: these are not the fields of a web distribution's log`);
  }

  #takeRequest(line: string, fields: LogFields): void {
    const reading = readLogLine(line, fields);
    if ('because' in reading) return this.bad(reading.because);
    this.#scope.tally.lines += 1;
    if (this.#replay.count >= MAX_REPLAYED_LINES)
      throw new NoLog(
        `${this.#file}:${this.#line}: more than ${MAX_REPLAYED_LINES} lines; replay fewer files`,
      );
    this.#replay.add(reading.request);
  }
}

/** Throws NoLog when the file cannot be opened. */
function firstBytes(file: string): Buffer {
  const bytes = Buffer.alloc(512);
  try {
    const descriptor = openSync(file, 'r');
    try {
      return bytes.subarray(0, readSync(descriptor, bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new NoLog(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
