/** Writes a value as an XML document of one version: elements in that version's order, counted lists, namespace. */
import type { Description, Fields, MembersDescription, RecordDescription } from './description.ts';
import { formIn } from './version-form.ts';

export interface XmlTarget {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
}

/** A whole document; members that the version does not have are left out. */
export function writeXml<T>(description: RecordDescription<T>, value: T, target: XmlTarget): string {
  const content = recordContent(description, value, target.version);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${target.name} xmlns="${escapeText(target.namespace)}">${content}</${target.name}>`;
}

/** A record, or what is written like one. */
export interface Fielded {
  readonly fields: Fields;
  readonly olderOrder?: RecordDescription<unknown>['olderOrder'];
}

function recordContent(described: Fielded, value: unknown, version: string): string {
  const values = value as Readonly<Record<string, unknown>>;
  return namesIn(described, version)
    .map((name) => fieldText(name, described.fields[name]!, values[name], version))
    .join('');
}

/** The members in the order in which `version` writes them, those that it lacks included. */
export function namesIn({ fields, olderOrder = null }: Fielded, version: string): readonly string[] {
  return olderOrder !== null && version <= olderOrder.until ? olderOrder.names : Object.keys(fields);
}

function fieldText(name: string, field: Description, value: unknown, version: string): string {
  const form = formIn(field, version);
  if (form === null || value === null) return '';
  switch (form.kind) {
    case 'optional':
      if (form.isSparse && (value === form.fallback || (Array.isArray(value) && value.length === 0)))
        return '';
      return fieldText(name, form.content, value, version);
    case 'flag':
      return value === true ? element(name, '') : '';
    case 'repeated':
      return itemsText(name, form.item, value, version);
    case 'members':
      return membersText(form, value as readonly unknown[], version);
    default:
      return element(name, contentOf(form, value, version));
  }
}

function contentOf(form: Description, value: unknown, version: string): string {
  switch (form.kind) {
    case 'scalar':
      return escapeText(form.format(value));
    case 'record':
      return recordContent(form, value, version);
    case 'counted':
      return recordContent(form, { '': value }, version);
    default:
      throw new Error(`${form.kind} has no XML form`);
  }
}

/** With nothing in the list, Items is left out (CA-84). */
function membersText(form: MembersDescription<unknown>, values: readonly unknown[], version: string): string {
  const quantity = element('Quantity', String(values.length));
  if (values.length === 0) return quantity;
  return quantity + element('Items', itemsText(form.member, form.item, values, version));
}

function itemsText(name: string, item: Description, values: unknown, version: string): string {
  return (values as readonly unknown[]).map((value) => fieldText(name, item, value, version)).join('');
}

/** An element with its content, which is XML already. */
export function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A reader turns a bare carriage return into a line feed (XML 1.0 §2.11).
  '\r': '&#13;',
};

/** Text as XML carries it, inside elements and attributes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character]!);
}
