/**
 * XML Schema 1.0 of descriptions in one version: every document a global element, its content in the order in which
 * it is written. What XSD has no word for, such as a Quantity that agrees with its Items, is left to reading.
 */
import type { Bounds, Description, MembersDescription, RecordDescription } from './description.ts';
import { formIn } from './version-form.ts';
import { escapeText, type Fielded, namesIn } from './write-xml.ts';
import { simpleType } from './xsd-simple-type.ts';

export interface SchemaTarget {
  readonly namespace: string;
  readonly version: string;
}

/** A whole schema document; `documents` by the name of their root element. */
export function writeXsd(
  documents: Readonly<Record<string, RecordDescription<unknown>>>,
  { namespace, version }: SchemaTarget,
): string {
  const elements = Object.entries(documents).map(([name, form]) =>
    elementOf(name, '', contentOf(form, version)),
  );
  const uri = escapeText(namespace);
  return `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${uri}" elementFormDefault="qualified">${elements.join('')}</xs:schema>`;
}

/** The content of an element. */
function contentOf(form: Description, version: string): string {
  switch (form.kind) {
    case 'scalar':
      return simpleType(form.schema);
    case 'record':
    case 'counted':
      return groupOf(form, version);
    default:
      throw new Error(`${form.kind} has no XML form`);
  }
}

function groupOf(described: Fielded, version: string): string {
  return sequence(namesIn(described, version).map((name) => fieldOf(name, described.fields[name]!, version)));
}

function fieldOf(name: string, field: Description, version: string): string {
  const form = formIn(field, version);
  switch (form?.kind) {
    case undefined:
      return '';
    case 'optional':
      return optionalOf(name, form.content, version);
    case 'flag':
      return elementOf(name, AT_MOST_ONE, sequence([]));
    case 'repeated':
      return elementOf(name, occurs(form.bounds), itemOf(form.item, version));
    case 'members':
      return membersOf(form, version);
    default:
      return elementOf(name, '', contentOf(form!, version));
  }
}

function optionalOf(name: string, content: Description, version: string): string {
  const form = formIn(content, version);
  return form === null ? '' : elementOf(name, AT_MOST_ONE, contentOf(form, version));
}

/** CA-83, CA-84. */
function membersOf({ member, item, bounds }: MembersDescription<unknown>, version: string): string {
  const items = sequence([elementOf(member, occurs(bounds), itemOf(item, version))]);
  const quantity = elementOf('Quantity', '', simpleType({ type: 'integer', minimum: 0 }));
  return quantity + elementOf('Items', (bounds.min ?? 0) > 0 ? '' : AT_MOST_ONE, items);
}

function itemOf(item: Description, version: string): string {
  return contentOf(formIn(item, version)!, version);
}

const AT_MOST_ONE = ' minOccurs="0"';

/** The longest list is a limit of the service, not of the form: longer ones have an error of their own. */
function occurs({ min = 0 }: Bounds): string {
  return ` minOccurs="${min}" maxOccurs="unbounded"`;
}

function sequence(particles: readonly string[]): string {
  return `<xs:complexType><xs:sequence>${particles.join('')}</xs:sequence></xs:complexType>`;
}

function elementOf(name: string, attributes: string, type: string): string {
  return `<xs:element name="${name}"${attributes}>${type}</xs:element>`;
}
