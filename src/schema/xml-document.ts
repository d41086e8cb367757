/**
 * XML text → neutral tree with positions. Deliberately absent: DOCTYPE and with it every entity beyond XML's own
 * five, processing instructions, encodings other than UTF-8, text between elements. Nothing external is resolved
 * (CA-10, CA-11). Only the first fault of form is reported, as the rest of the text cannot be trusted after it.
 */
import { createRequire } from 'node:module';
import type { SaxesParser, SaxesTagNS } from 'saxes';
import { documentText, MAX_DEPTH, MAX_NODES } from './document-text.ts';
import type { Entry, Node } from './node.ts';
import type { Place, Problem } from './problem.ts';
import { TextLines } from './text-lines.ts';

/** A well-formed document: its root element's name, namespace (empty when it has none) and content. */
export interface XmlDocument {
  readonly name: string;
  readonly namespace: string;
  readonly node: Node;
}

export type XmlReading = XmlDocument | { readonly problems: readonly Problem[] };

/** Reads bytes or text of at most `maxBytes`; bytes that are no UTF-8 are not a document at all (CA-236). */
export function readXml(source: string | Uint8Array, maxBytes?: number): XmlReading {
  const decoded = documentText(source, maxBytes);
  if ('because' in decoded) {
    const { because: message } = decoded;
    return { problems: [{ code: 'InvalidHTTPRequest', path: '', message, line: 1, column: 1 }] };
  }
  const builder = new TreeBuilder(decoded.text);
  try {
    return builder.read();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { problems: [{ code: 'MalformedXML', path: '', message: error.message, ...error.place }] };
  }
}

/** Why reading stops. */
class Malformed extends Error {
  readonly place: Place;
  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

/** An element whose end has not been reached. */
interface OpenElement extends Place {
  readonly name: string;
  readonly entries: Entry[];
  text: string;
}

const require = createRequire(import.meta.url);

/** Its library is loaded where something is XML. */
function createParser(): SaxesParser<{ xmlns: true }> {
  const saxes: typeof import('saxes') = require('saxes');
  return new saxes.SaxesParser({ xmlns: true });
}

class TreeBuilder {
  readonly #text: string;
  readonly #lines: TextLines;
  readonly #parser = createParser();
  readonly #open: OpenElement[] = [];
  #elements = 0;
  #root: XmlDocument | null = null;
  #namespace = '';

  constructor(text: string) {
    this.#text = text;
    this.#lines = new TextLines(text);
    this.#listen();
  }

  read(): XmlDocument {
    this.#parser.write(this.#text).close();
    return this.#root ?? this.#refuse('holds no element');
  }

  #listen(): void {
    const parser = this.#parser;
    parser.on('error', (error) => this.#refuse(`is not well-formed XML: ${withoutPosition(error.message)}`));
    parser.on('doctype', () => this.#refuse('must not have a DOCTYPE'));
    parser.on('processinginstruction', () => this.#refuse('must not have processing instructions'));
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8')
        this.#refuse('must be encoded in UTF-8');
    });
    parser.on('opentag', (tag) => this.#openElement(tag));
    parser.on('text', (text) => this.#addText(text));
    parser.on('cdata', (text) => this.#addText(text));
    parser.on('closetag', () => this.#closeElement());
  }

  #openElement(tag: SaxesTagNS): void {
    const place = this.#lines.placeOf(this.#text.lastIndexOf('<', this.#parser.position - 1));
    this.#elements += 1;
    if (this.#elements > MAX_NODES) throw new Malformed(`holds more than ${MAX_NODES} elements`, place);
    if (this.#open.length === MAX_DEPTH) throw new Malformed(`is nested deeper than ${MAX_DEPTH}`, place);
    if (this.#open.length === 0) this.#namespace = tag.uri;
    if (tag.uri !== this.#namespace) {
      throw new Malformed(`element ${tag.name} is in another namespace than the document`, place);
    }
    // What says or has a namespace of its own is nobody's business here.
    const unknown = Object.values(tag.attributes).find(({ uri }) => uri === '');
    if (unknown !== undefined) throw new Malformed(`attribute ${unknown.name} is not known`, place);
    this.#open.push({ name: tag.local, entries: [], text: '', ...place });
  }

  #addText(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }

  #closeElement(): void {
    const element = this.#open.pop()!;
    const { name, line, column } = element;
    const node = this.#nodeOf(element);
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = { name, namespace: this.#namespace, node };
    else parent.entries.push({ name, node, line, column });
  }

  #nodeOf({ entries, text, line, column, name }: OpenElement): Node {
    const isBlank = text.trim() === '';
    if (entries.length === 0) return { kind: isBlank ? 'empty' : 'scalar', text, line, column };
    if (!isBlank) throw new Malformed(`element ${name} holds text beside elements`, { line, column });
    return { kind: 'map', entries, line, column };
  }

  #refuse(message: string): never {
    throw new Malformed(message, this.#lines.placeOf(this.#parser.position));
  }
}

function withoutPosition(message: string): string {
  return message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
}
