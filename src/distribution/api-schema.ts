/** The XML schema of each API version, as served to clients. */
import { writeXsd } from '../schema/xsd.ts';
import { ANSWER_KINDS } from './answer-kinds.ts';
import { type ApiVersion, namespaceOf } from './api-version.ts';

/** XSD 1.0 text with every document of `version` as a global element; its content in the order CA-79 prescribes. */
export function apiSchema(version: ApiVersion): string {
  const documents = Object.entries(ANSWER_KINDS)
    .filter(([, { since }]) => since <= version)
    .map(([name, { description }]) => [name, description] as const);
  return writeXsd(Object.fromEntries(documents), { namespace: namespaceOf(version), version });
}
