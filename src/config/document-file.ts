/** A file that a command is pointed at, YAML or JSON, up to its tree: what it says is read by its description. */
import { readFileSync } from 'node:fs';
import { NOWHERE } from '../schema/problem.ts';
import { readYaml, type YamlReading } from '../schema/yaml-document.ts';
import type { FileProblem } from './references.ts';

/** The tree of a file, or why there is none. */
export type DocumentReading =
  | Exclude<YamlReading, { readonly problems: unknown }>
  | { readonly problems: readonly FileProblem[] };

export function readDocumentFile(file: string): DocumentReading {
  const bytes = attemptToRead(file);
  if (typeof bytes !== 'string') return readDocument(file, bytes);
  return { problems: [{ file, code: 'InvalidHTTPRequest', path: '', message: bytes, ...NOWHERE }] };
}

/** The same of bytes that are there already; `file` is what problems call them. */
export function readDocument(file: string, bytes: Buffer): DocumentReading {
  const tree = readYaml(bytes);
  if ('problems' in tree) return { problems: tree.problems.map((problem) => ({ file, ...problem })) };
  return tree;
}

function attemptToRead(file: string): Buffer | string {
  try {
    return readFileSync(file);
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
