/**
 * Header sections of plain requests, each read once: the same bytes again are found as they are, by the
 * connection that had them last or in a small table for all connections of a listener.
 */
import { HeaderSection } from '../policy/header-section.ts';
import { ownBytes } from './own-bytes.ts';

/** Sections remembered; when there are more all are forgotten, which costs each of them one reading. */
const REMEMBERED_SECTIONS = 512;
/** Longer ones are remembered by their connection alone. */
const REMEMBERED_BYTES = 2048;
/** A request with more lines is no plain one. */
const MOST_LINES = 64;

/** Names that change how a message is read, or where it ends: a request that has one is not plain. */
const ODD_NAMES: ReadonlySet<string> = new Set([
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export class PlainSection {
  readonly headers: HeaderSection;
  /** Up to and with the empty line, as received. */
  readonly bytes: Buffer;
  /** Connection: close was said. */
  readonly isLast: boolean;

  constructor(headers: HeaderSection, bytes: Buffer, isLast: boolean) {
    this.headers = headers;
    this.bytes = bytes;
    this.isLast = isLast;
  }
}

export class PlainSections {
  readonly #known = new Map<string, PlainSection>();

  /** Of well-formed lines (plain-request.ts), with the empty line; null where they say something odd. */
  read(lines: string): PlainSection | null {
    const known = this.#known.get(lines);
    if (known !== undefined) return known;
    const section = readSection(lines);
    if (section !== null && lines.length <= REMEMBERED_BYTES) this.#remember(lines, section);
    return section;
  }

  #remember(lines: string, section: PlainSection): void {
    if (this.#known.size === REMEMBERED_SECTIONS) this.#known.clear();
    this.#known.set(lines, section);
  }
}

function readSection(lines: string): PlainSection | null {
  const list: string[] = [];
  for (const line of lines.slice(0, -4).split('\r\n')) {
    const colon = line.indexOf(':');
    list.push(line.slice(0, colon), line.slice(colon + 2));
  }
  const connection = connectionOf(list);
  if (connection === 'odd') return null;
  return new PlainSection(new HeaderSection(list), ownBytes(lines), connection === 'close');
}

type Connection = 'keep-alive' | 'close' | 'odd';

/** Exactly one Host, at most one Connection that says one plain word, and nothing else about the message. */
function connectionOf(list: readonly string[]): Connection {
  let connection: Connection | null = null;
  let hosts = 0;
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i]!.toLowerCase();
    if (ODD_NAMES.has(name)) return 'odd';
    if (name === 'host') hosts += 1;
    if (name !== 'connection') continue;
    if (connection !== null) return 'odd';
    connection = wordOf(list[i + 1]!);
  }
  return hosts === 1 && list.length <= 2 * MOST_LINES ? (connection ?? 'keep-alive') : 'odd';
}

function wordOf(value: string): Connection {
  const word = value.toLowerCase();
  return word === 'keep-alive' || word === 'close' ? word : 'odd';
}
