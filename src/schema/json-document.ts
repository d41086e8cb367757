/**
 * JSON text → neutral tree with positions, the same that YAML's reader makes of it. Where nothing else is read,
 * YAML's library is not loaded, which took 22 ms of a start.
 */
import { MAX_DEPTH, MAX_NODES } from './document-text.ts';
import type { Entry, Node } from './node.ts';
import type { Place } from './problem.ts';
import { TextLines } from './text-lines.ts';

/** The tree of a map or a list; null for all else, and where one is too large: YAML's reader says what is wrong. */
export function readJson(text: string): Node | null {
  if (!/^\s*[[{]/.test(text) || !isJson(text)) return null;
  try {
    return new TreeBuilder(text).build();
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

class TooLarge extends Error {}

/** A bracket, a text in its quotes, a number or a word. */
interface Token extends Place {
  readonly word: string;
}

class TreeBuilder {
  readonly #text: string;
  readonly #lines: TextLines;
  /** In what is known to be JSON commas and colons say no more than white space. */
  readonly #token = /[\s,:]*("[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]|[^\s,:{}[\]"]+)/y;
  #nodes = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lines = new TextLines(text);
  }

  build(token = this.#next(), depth = 0): Node {
    const { word, ...place } = token;
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES || depth > MAX_DEPTH) throw new TooLarge();
    if (word === '{') return { kind: 'map', entries: this.#entries(depth + 1), ...place };
    if (word === '[') return { kind: 'list', items: this.#items(depth + 1), ...place };
    return word === 'null' ? { kind: 'null', ...place } : { kind: 'scalar', text: textOf(word), ...place };
  }

  #entries(depth: number): Entry[] {
    const entries: Entry[] = [];
    for (let name = this.#next(); name.word !== '}'; name = this.#next()) {
      const { word, ...place } = name;
      entries.push({ name: textOf(word), node: this.build(this.#next(), depth), ...place });
    }
    return entries;
  }

  #items(depth: number): Node[] {
    const items: Node[] = [];
    for (let item = this.#next(); item.word !== ']'; item = this.#next()) items.push(this.build(item, depth));
    return items;
  }

  #next(): Token {
    const word = this.#token.exec(this.#text)![1]!;
    return { word, ...this.#lines.placeOf(this.#token.lastIndex - word.length) };
  }
}

/** Numbers and booleans keep their spelling. */
function textOf(word: string): string {
  return word.startsWith('"') ? (JSON.parse(word) as string) : word;
}
