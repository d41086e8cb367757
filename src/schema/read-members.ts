/**
 * Reads CloudFront's counted lists. Quantity must agree with what follows; the members stand in Items or, as some
 * of the guides' own samples have it, directly beside Quantity (CA-83, CA-85, CA-86).
 */
import type { MembersDescription } from './description.ts';
import { describeNode, type Entry, type Node } from './node.ts';
import { itemPath, memberPath, type Place } from './problem.ts';
import { checkBounds, type Reader } from './reader.ts';
import { integer } from './scalar.ts';

/** The entries of a record that belong to its counted list. */
export interface GivenMembers {
  readonly entries: readonly Entry[];
  readonly path: string;
  /** Where the record stands. */
  readonly place: Place & { readonly kind: Node['kind'] };
}

const QUANTITY = integer({ min: 0 });

export function readMembers(
  reader: Reader,
  description: MembersDescription<unknown>,
  given: GivenMembers,
): unknown[] {
  reader.notes.place(given.path, given.place);
  const nodes = given.entries.flatMap((entry) => membersIn(reader, description.member, entry, given.path));
  checkQuantity(reader, given, nodes.length);
  checkBounds(reader, description.bounds, given.path, nodes.length);
  return nodes.map((node, index) => reader.readNode(description.item, node, itemPath(given.path, index)));
}

function membersIn(reader: Reader, member: string, entry: Entry, path: string): readonly Node[] {
  if (entry.name === 'Quantity') return [];
  if (entry.name === 'Items') return itemsIn(reader, member, entry.node, path);
  return entry.node.kind === 'list' ? entry.node.items : [entry.node];
}

function itemsIn(reader: Reader, member: string, node: Node, path: string): readonly Node[] {
  if (node.kind === 'list') return node.items;
  if (node.kind === 'empty') return [];
  if (node.kind !== 'map') {
    reader.notes.reportForm(memberPath(path, 'Items'), `must be a list, not ${describeNode(node)}`, node);
    return [];
  }
  for (const entry of node.entries.filter(({ name }) => name !== member)) {
    reader.notes.reportForm(
      memberPath(path, entry.name),
      `is not known here; Items holds ${member} only`,
      entry,
    );
  }
  return node.entries.filter(({ name }) => name === member).map((entry) => entry.node);
}

function checkQuantity(reader: Reader, { entries, path, place }: GivenMembers, count: number): void {
  const [quantity, again] = entries.filter(({ name }) => name === 'Quantity');
  const at = memberPath(path, 'Quantity');
  const twice = again ?? entries.filter(({ name }) => name === 'Items')[1];
  if (twice !== undefined) reader.notes.reportForm(memberPath(path, twice.name), 'is given twice', twice);
  if (quantity === undefined) {
    if (count > 0 || place.kind !== 'empty') reader.notes.report(at, 'is required', 'InconsistentQuantities');
    return;
  }
  const says = reader.readNode(QUANTITY, quantity.node, at);
  if (says === undefined || says === count) return;
  reader.notes.report(at, `says ${String(says)}, but the list holds ${count}`, 'InconsistentQuantities');
}
