/**
 * What a simulation's viewers were answered, as an access log of 2013: the lines that an edge would have written, in
 * the form it writes them. Whoever wants a log of a million lines, or of a site that there is not yet, makes one so.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type AccessLine, accessLogHeader, compileAccessLine } from '../logs/access-line.ts';
import type { Served } from '../planning/planned-edge.ts';
import { HeaderSection } from '../policy/header-section.ts';
import type { PlannedRequest } from '../traffic/planned-request.ts';

export interface LogWriterOptions {
  /** Packed when its name ends in `.gz`. */
  readonly file: string;
  /** POP codes by number. */
  readonly pops: readonly string[];
  readonly hostName: string;
}

/** A day of the era, so that the same scenario gives the same file. */
const FIRST_MS = Date.UTC(2013, 4, 23);
/** Written at a time. */
const PIECE_CHARS = 1024 * 1024;
/** RFC 5737: nobody's. */
const VIEWER = '192.0.2.10';
const ID_CHARS = 54;

export class LogWriter {
  readonly #options: LogWriterOptions;
  readonly #descriptor: number;
  readonly #line: AccessLine = compileAccessLine('12', true);
  #section = new HeaderSection([]);
  #text = accessLogHeader('12');
  lines = 0;

  /** Throws when the file cannot be written. */
  constructor(options: LogWriterOptions) {
    this.#options = options;
    this.#descriptor = openSync(options.file, 'w');
  }

  write({ atMs, edge, method, path, query, headers }: PlannedRequest, served: Served): void {
    if (this.#section.list !== headers) this.#section = new HeaderSection(headers);
    this.lines += 1;
    this.#text += this.#line({
      finishedAt: FIRST_MS + atMs,
      pop: this.#options.pops[edge]!,
      bytesSent: served.bytes,
      clientAddress: VIEWER,
      domainName: this.#options.hostName,
      section: this.#section,
      resultType: served.result,
      requestId: `${this.lines.toString(36).toUpperCase().padStart(ID_CHARS, '0')}==`,
      ...{ method, path, query, queryMemory: null, status: served.status },
    });
    if (this.#text.length >= PIECE_CHARS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text, 'latin1');
    const piece = this.#options.file.endsWith('.gz') ? gzipSync(bytes) : bytes;
    for (let at = 0; at < piece.length; ) at += writeSync(this.#descriptor, piece, at);
    this.#text = '';
  }
}
