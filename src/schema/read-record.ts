/** Reads the members of a record: each by its description, in any order, absent and unknown ones included. */
import type { Description, Fields, RepeatedDescription } from './description.ts';
import { describeNode, type Entry, type Node } from './node.ts';
import { itemPath, memberPath, type Place } from './problem.ts';
import { readMembers } from './read-members.ts';
import { checkBounds, type Reader } from './reader.ts';
import { similarName } from './similar-name.ts';
import { existenceOf, formIn, otherNames, valueElsewhere } from './version-form.ts';

interface Described {
  readonly fields: Fields;
}

/** One record being read. */
interface Group {
  readonly node: Node;
  readonly path: string;
  /** The entries written, by the field they belong to. */
  readonly given: ReadonlyMap<string, readonly Entry[]>;
}

/** The members by field name; `undefined` when the node is no record at all. */
export function readRecord(
  reader: Reader,
  described: Described,
  node: Node,
  path: string,
): Record<string, unknown> | undefined {
  const entries = entriesOf(node);
  if (entries === null) {
    reader.notes.reportForm(path, `must be a group of members, not ${describeNode(node)}`, node);
    return undefined;
  }
  const group = { node, path, given: sortEntries(reader, described.fields, entries, path) };
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(described.fields)) {
    read[name] = readField(reader, group, name, field);
  }
  return read;
}

function entriesOf(node: Node): readonly Entry[] | null {
  if (node.kind === 'map') return node.entries;
  return node.kind === 'empty' || node.kind === 'null' ? [] : null;
}

/** Finds each entry's field; reports names that no field has, or none in this version. */
function sortEntries(
  reader: Reader,
  fields: Fields,
  entries: readonly Entry[],
  path: string,
): Map<string, Entry[]> {
  const fieldOf = fieldNames(fields, reader.version);
  const given = new Map<string, Entry[]>();
  for (const entry of entries) {
    const name = fieldOf.get(entry.name);
    if (name === undefined) {
      reportUnknown(reader, fieldOf, entry, path);
    } else if (formIn(fields[name]!, reader.version) === null) {
      const existence = existenceOf(fields[name]!, reader.version!);
      reader.notes.reportForm(memberPath(path, entry.name), existence, entry);
    } else if (entry.node.kind !== 'null') {
      const others = given.get(name);
      if (others === undefined) given.set(name, [entry]);
      else others.push(entry);
    }
  }
  return given;
}

/** The element names of a record, each with the field it belongs to. */
function fieldNames(fields: Fields, version: Reader['version']): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, field] of Object.entries(fields)) {
    const form = formIn(field, version);
    if (form?.kind === 'members') {
      for (const element of ['Quantity', 'Items', form.member]) names.set(element, name);
    } else {
      for (const element of [name, ...otherNames(field, version)]) names.set(element, name);
    }
  }
  return names;
}

function reportUnknown(reader: Reader, known: ReadonlyMap<string, string>, entry: Entry, path: string): void {
  if (reader.notes.isFull) return;
  const meant = similarName(entry.name, known.keys());
  const hint = meant === null ? '' : `; did you mean ${meant}?`;
  reader.notes.reportForm(memberPath(path, entry.name), `is not known here${hint}`, entry);
}

function readField(reader: Reader, group: Group, name: string, field: Description): unknown {
  const form = formIn(field, reader.version);
  if (form === null) return valueElsewhere(field);
  const entries = group.given.get(name) ?? [];
  const path = memberPath(group.path, name);
  if (form.kind === 'members') return readMembers(reader, form, { entries, path, place: group.node });
  if (form.kind === 'repeated') return readRepeated(reader, form, entries, path);
  for (const again of entries.slice(1)) reader.notes.reportForm(path, 'is given twice', again);
  const entry = entries[0];
  if (entry !== undefined) return reader.readNode(form, entry.node, path);
  return readAbsent(reader, form, path, group.node);
}

function readAbsent(reader: Reader, form: Description, path: string, place: Place): unknown {
  if (form.kind === 'optional') return form.fallback;
  if (form.kind === 'flag') return false;
  reader.notes.reportForm(path, 'is required', place);
  return undefined;
}

function readRepeated(
  reader: Reader,
  form: RepeatedDescription<unknown>,
  entries: readonly Entry[],
  path: string,
): unknown[] {
  const nodes = entries.flatMap(({ node }) => (node.kind === 'list' ? node.items : [node]));
  if (entries[0] !== undefined) reader.notes.place(path, entries[0]);
  checkBounds(reader, form.bounds, path, nodes.length);
  return nodes.map((node, index) => reader.readNode(form.item, node, itemPath(path, index)));
}
