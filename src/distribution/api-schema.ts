/** The XML schema of each API version, as served to clients. */
import type { ApiVersion } from './api-version.ts';

/** XSD 1.0 text with every document of `version` as a global element. */
export function apiSchema(_version: ApiVersion): string {
  throw new Error('under construction');
}
