/** Texts that may stand only once among others. */
import type { Notes } from '../schema/reading.ts';

/** Reports each text that has been there before; `pathOf` names its place by its index. */
export function reportRepeats(
  texts: readonly (string | undefined)[],
  notes: Notes,
  pathOf: (index: number) => string,
): void {
  const seen = new Set<string>();
  for (const [index, text] of texts.entries()) {
    if (text === undefined) continue;
    if (seen.has(text)) notes.report(pathOf(index), `is given twice: ${text}`);
    seen.add(text);
  }
}
