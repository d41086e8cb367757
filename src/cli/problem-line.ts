/** How a problem of a file is printed, so that editors can jump to it. */
import type { FileProblem } from '../config/references.ts';

/** `file:line:column: path: message`; what belongs to no place of its file stands at its beginning. */
export function problemLine({ file, line, column, path, message }: FileProblem): string {
  const place = `${file}:${line ?? 1}:${column ?? 1}`;
  return path === '' ? `${place}: ${message}` : `${place}: ${path}: ${message}`;
}
