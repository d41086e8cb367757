/**
 * Reads a neutral tree by a description. Nothing stops at the first problem: a part that cannot be read becomes
 * `undefined` in the draft and reading goes on beside it.
 */
import type {
  Description,
  DictionaryDescription,
  Infer,
  ListDescription,
  ScalarDescription,
} from './description.ts';
import { describeNode, type Node } from './node.ts';
import { itemPath, memberPath } from './problem.ts';
import { readRecord } from './read-record.ts';
import { checkBounds, type Reader } from './reader.ts';
import { type Draft, Notes, type Reading } from './reading.ts';
import { formIn, type Version } from './version-form.ts';

/** Reads `node` as `description` says, in one version of the document or (`null`) with all that any version has. */
export function read<D extends Description>(
  description: D,
  node: Node,
  version: Version = null,
): Reading<Infer<D>> {
  const notes = new Notes();
  const reader: Reader = {
    version,
    notes,
    readNode: (part, at, path) => readNode(reader, part, at, path),
  };
  const draft = reader.readNode(description, node, '');
  const value = notes.problems.length === 0 ? (draft as Infer<D>) : null;
  return { value, draft: draft as Draft<Infer<D>> | undefined, notes };
}

function readNode(reader: Reader, description: Description, node: Node, path: string): unknown {
  reader.notes.place(path, node);
  const form = formIn(description, reader.version);
  switch (form?.kind) {
    case 'scalar':
      return readScalar(reader, form, node, path);
    case 'record':
      return readRecord(reader, form, node, path);
    case 'counted':
      return readRecord(reader, form, node, path)?.[''];
    case 'list':
      return readList(reader, form, node, path);
    case 'dictionary':
      return readDictionary(reader, form, node, path);
    case 'optional':
      return node.kind === 'null' ? form.fallback : reader.readNode(form.content, node, path);
    case 'flag':
      return readFlag(reader, node, path);
    default:
      throw new Error(`${path}: ${form?.kind ?? 'an absent element'} stands only inside a record`);
  }
}

function readScalar(
  reader: Reader,
  description: ScalarDescription<unknown>,
  node: Node,
  path: string,
): unknown {
  if (node.kind !== 'scalar' && node.kind !== 'empty') {
    reader.notes.reportForm(path, `must be text, not ${describeNode(node)}`, node);
    return undefined;
  }
  const parsed = description.parse(node.text);
  if ('value' in parsed) return parsed.value;
  reader.notes.report(path, parsed.because, parsed.code);
  return undefined;
}

function readFlag(reader: Reader, node: Node, path: string): boolean | undefined {
  if (node.kind === 'empty') return true;
  if (node.kind === 'scalar' && (node.text === '' || node.text === 'true')) return true;
  if (node.kind === 'scalar' && node.text === 'false') return false;
  reader.notes.reportForm(path, 'must be empty', node);
  return undefined;
}

function readList(
  reader: Reader,
  description: ListDescription<unknown>,
  node: Node,
  path: string,
): unknown[] | undefined {
  if (node.kind !== 'list') {
    reader.notes.reportForm(path, `must be a list, not ${describeNode(node)}`, node);
    return undefined;
  }
  checkBounds(reader, description.bounds, path, node.items.length);
  return node.items.map((item, index) => reader.readNode(description.item, item, itemPath(path, index)));
}

function readDictionary(
  reader: Reader,
  description: DictionaryDescription<unknown>,
  node: Node,
  path: string,
): Map<string, unknown> | undefined {
  if (node.kind !== 'map') {
    reader.notes.reportForm(path, `must be a group of members, not ${describeNode(node)}`, node);
    return undefined;
  }
  const read = new Map<string, unknown>();
  for (const entry of node.entries) {
    const at = memberPath(path, entry.name);
    if (read.has(entry.name)) reader.notes.reportForm(at, 'is given twice', entry);
    else read.set(entry.name, reader.readNode(description.value, entry.node, at));
  }
  return read;
}
