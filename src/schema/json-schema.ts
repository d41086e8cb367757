/** JSON Schema (2020-12) of a description, for editors; JSON documents keep CloudFront's Quantity and Items. */
import type { Bounds, Description, Fields, JsonSchema } from './description.ts';
import { formIn, otherNames, type Version } from './version-form.ts';

/** The schema of the document in one version, or (`null`) of all that any version has. */
export function jsonSchema(description: Description, version: Version = null): JsonSchema {
  const form = formIn(description, version);
  switch (form?.kind) {
    case 'scalar':
      return form.schema;
    case 'record':
    case 'counted':
      return recordSchema(form.fields, version);
    case 'list':
    case 'repeated':
    case 'members':
      return arraySchema(form.item, form.bounds, version);
    case 'dictionary':
      return { type: 'object', additionalProperties: jsonSchema(form.value, version) };
    case 'optional':
      return optionalSchema(form.content, form.fallback, version);
    case 'flag':
      return { type: 'boolean' };
    case undefined:
      return {};
    default:
      throw new Error(`${form?.kind} has no form of its own`);
  }
}

function recordSchema(fields: Fields, version: Version): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const form = formIn(field, version);
    if (form === null) continue;
    if (form.kind === 'members') {
      properties.Quantity = { type: 'integer', minimum: 0 };
      properties.Items = jsonSchema(form, version);
      required.push('Quantity');
      continue;
    }
    for (const element of [name, ...otherNames(field, version)])
      properties[element] = jsonSchema(form, version);
    if (!['optional', 'flag', 'repeated'].includes(form.kind)) required.push(name);
  }
  return { type: 'object', properties, required, additionalProperties: false };
}

function arraySchema(item: Description, { min, max }: Bounds, version: Version): JsonSchema {
  return {
    type: 'array',
    items: jsonSchema(item, version),
    ...(min === undefined ? {} : { minItems: min }),
    ...(max === undefined ? {} : { maxItems: max }),
  };
}

function optionalSchema(content: Description, fallback: unknown, version: Version): JsonSchema {
  const schema = jsonSchema(content, version);
  return isPlain(fallback) ? { ...schema, default: fallback } : schema;
}

function isPlain(value: unknown): boolean {
  return value !== null && ['string', 'number', 'boolean'].includes(typeof value);
}
