/**
 * The neutral tree between a document's text and its description: XML, JSON and YAML all become this. A map keeps
 * its entries in the order written and may hold a name twice, because in XML that is how flat lists are spelled.
 */
import type { Place } from './problem.ts';

/** A value written as text; numbers and booleans keep their spelling (`007` stays `007`). */
export interface ScalarNode extends Place {
  readonly kind: 'scalar';
  readonly text: string;
}

/** An XML element holding only `text`, which is white space or nothing: empty text, record and list in one. */
export interface EmptyNode extends Place {
  readonly kind: 'empty';
  readonly text: string;
}

/** JSON's and YAML's null: a record reads the member as if it were absent. */
export interface NullNode extends Place {
  readonly kind: 'null';
}

export interface ListNode extends Place {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

/** One member of a map; the place is that of its name. */
export interface Entry extends Place {
  readonly name: string;
  readonly node: Node;
}

export interface MapNode extends Place {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

export type Node = ScalarNode | EmptyNode | NullNode | ListNode | MapNode;

/** What a node is, in words for a problem. */
export function describeNode(node: Node): string {
  switch (node.kind) {
    case 'scalar':
      return node.text === '' ? 'empty text' : 'text';
    case 'empty':
    case 'null':
      return 'nothing';
    case 'list':
      return 'a list';
    case 'map':
      return 'a group of members';
  }
}
