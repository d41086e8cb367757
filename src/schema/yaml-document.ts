/**
 * YAML 1.2 (and so JSON) text → neutral tree with positions. Aliases are followed within a budget of nodes, so that
 * a small text cannot grow into a large tree; tags are not understood. A name given twice stays in the tree twice: who
 * reads the tree knows the path to report.
 */
import { createRequire } from 'node:module';
import type { Alias, Document, LineCounter, Pair } from 'yaml';
import { documentText, MAX_DEPTH, MAX_NODES } from './document-text.ts';
import { readJson } from './json-document.ts';
import type { Entry, Node } from './node.ts';
import { NOWHERE, type Place, type Problem } from './problem.ts';

/** Faults of form reported: after the first ones the rest mostly follow from them. */
const MAX_FAULTS = 10;

const TOO_DEEP = `is nested deeper than ${MAX_DEPTH}`;
const MALFORMED = 'is not well-formed YAML or JSON';

/** The tree, or every problem that keeps the text from being one. An empty text is an empty map. */
export type YamlReading = { readonly node: Node } | { readonly problems: readonly Problem[] };

export function readYaml(source: string | Uint8Array): YamlReading {
  const decoded = documentText(source);
  if ('because' in decoded) return { problems: [problemAt(decoded.because, { line: 1, column: 1 })] };
  const json = readJson(decoded.text);
  return json === null ? readText(decoded.text) : { node: json };
}

const require = createRequire(import.meta.url);

/** Loaded where something is not JSON. */
function library(): typeof import('yaml') {
  return require('yaml');
}

function readText(text: string): YamlReading {
  const { LineCounter, parseDocument } = library();
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0)
      return { problems: faults.slice(0, MAX_FAULTS).map((fault) => problemOf(fault, lines)) };
    if (document.contents === null) return { node: { kind: 'map', entries: [], line: 1, column: 1 } };
    return { node: new TreeBuilder(document, lines).build(document.contents, 0) };
  } catch (error) {
    return { problems: [problemOf(error, lines)] };
  }
}

/** Why a tree is given up. */
class Unreadable extends Error {
  readonly place: Place;
  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

class TreeBuilder {
  readonly #yaml = library();
  readonly #meant: ReadonlyMap<Alias, unknown>;
  readonly #lines: LineCounter;
  #nodes = 0;

  constructor(document: Document, lines: LineCounter) {
    this.#meant = meanings(document);
    this.#lines = lines;
  }

  build(from: unknown, depth: number): Node {
    const { isAlias, isMap, isScalar, isSeq } = this.#yaml;
    const place = this.#placeOf(from);
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) throw new Unreadable(`holds more than ${MAX_NODES} values`, place);
    if (depth > MAX_DEPTH) throw new Unreadable(TOO_DEEP, place);
    if (isAlias(from)) {
      const meant = this.#meant.get(from);
      if (meant === undefined) throw new Unreadable(`*${from.source} is an alias of nothing`, place);
      return this.build(meant, depth + 1);
    }
    if (isMap(from)) {
      return { kind: 'map', entries: from.items.map((pair) => this.#entry(pair, depth)), ...place };
    }
    if (isSeq(from)) {
      return { kind: 'list', items: from.items.map((item) => this.build(item, depth + 1)), ...place };
    }
    if (!isScalar(from) || from.value === null) return { kind: 'null', ...place };
    return { kind: 'scalar', text: textOf(from), ...place };
  }

  #entry(pair: Pair, depth: number): Entry {
    const place = this.#placeOf(pair.key);
    if (!this.#yaml.isScalar(pair.key)) throw new Unreadable('has a name that is not text', place);
    return { name: textOf(pair.key), node: this.build(pair.value, depth + 1), ...place };
  }

  #placeOf(from: unknown): Place {
    const { isAlias, isMap, isScalar, isSeq } = this.#yaml;
    if (!isScalar(from) && !isMap(from) && !isSeq(from) && !isAlias(from)) return NOWHERE;
    return from.range ? placeOf(this.#lines, from.range[0]) : NOWHERE;
  }
}

/** What each alias stands for: the nearest anchor before it; `Alias.resolve` would walk the document for each. */
function meanings(document: Document): ReadonlyMap<Alias, unknown> {
  const { isAlias, isNode, visit } = library();
  const anchors = new Map<string, unknown>();
  const meant = new Map<Alias, unknown>();
  visit(document, (_key, node) => {
    if (isAlias(node)) meant.set(node, anchors.get(node.source));
    else if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
  });
  return meant;
}

/** Plain scalars keep their spelling, so that an account number keeps its leading zeros. */
function textOf(scalar: { readonly value: unknown; readonly source?: string }): string {
  return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: col };
}

function problemAt(message: string, place: Place): Problem {
  return { code: 'MalformedXML', path: '', message, line: place.line, column: place.column };
}

// The parser recurses: a text of a hundred thousand brackets exhausts the stack before the tree is built.
function problemOf(error: unknown, lines: LineCounter): Problem {
  if (error instanceof Unreadable) return problemAt(error.message, error.place);
  if (error instanceof library().YAMLError) {
    const place = placeOf(lines, error.pos[0]);
    return problemAt(
      error.code === 'RESOURCE_EXHAUSTION' ? TOO_DEEP : `${MALFORMED}: ${error.message}`,
      place,
    );
  }
  if (error instanceof RangeError) return problemAt(TOO_DEEP, NOWHERE);
  throw error;
}
