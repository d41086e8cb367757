/** The XSD type of a scalar, from its JSON Schema. Patterns stay out: the two dialects of them differ. */
import type { JsonSchema } from './description.ts';
import { escapeText } from './write-xml.ts';

const FACETS: Readonly<Record<string, string>> = {
  minimum: 'minInclusive',
  maximum: 'maxInclusive',
  minLength: 'minLength',
  maxLength: 'maxLength',
};

const BASES: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'integer',
  number: 'decimal',
  boolean: 'boolean',
};

/** An anonymous simple type; `anyOf` becomes a union, `enum` an enumeration. */
export function simpleType(schema: JsonSchema): string {
  return `<xs:simpleType>${Array.isArray(schema.anyOf) ? union(schema.anyOf) : restriction(schema)}</xs:simpleType>`;
}

function union(schemas: readonly JsonSchema[]): string {
  return `<xs:union>${schemas.map(simpleType).join('')}</xs:union>`;
}

function restriction(schema: JsonSchema): string {
  const values: readonly unknown[] = Array.isArray(schema.enum) ? schema.enum : [];
  const facets = [
    ...values.map((value) => facet('enumeration', value)),
    ...Object.entries(FACETS)
      .filter(([rule]) => schema[rule] !== undefined)
      .map(([rule, name]) => facet(name, schema[rule])),
  ];
  return `<xs:restriction base="xs:${baseOf(schema, values)}">${facets.join('')}</xs:restriction>`;
}

function baseOf({ type, format }: JsonSchema, values: readonly unknown[]): string {
  if (format === 'date-time') return 'dateTime';
  if (typeof type === 'string') return BASES[type] ?? 'string';
  return values.every((value) => typeof value === 'number') && values.length > 0 ? 'integer' : 'string';
}

function facet(name: string, value: unknown): string {
  return `<xs:${name} value="${escapeText(String(value))}"/>`;
}
