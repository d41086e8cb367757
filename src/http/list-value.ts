/**
 * Comma-separated field values (RFC 9110 §5.6.1): commas inside a quoted string do not separate, empty
 * elements count for nothing, and only space and tab are white space (`String.trim` would take 0xA0 too,
 * which is a byte of content here). One pass.
 */

/** The elements without the white space around them, in order; an open quote runs to the end. */
export function splitList(value: string): string[] {
  const elements: string[] = [];
  let start = 0;
  while (start <= value.length) {
    const end = endOfElement(value, start);
    const element = trimSpaces(value, start, end);
    if (element !== '') elements.push(element);
    start = end + 1;
  }
  return elements;
}

/** The text from `start` up to `end` without spaces and tabs at its ends. */
export function trimSpaces(text: string, start = 0, end = text.length): string {
  let first = start;
  let last = end;
  while (first < last && isSpace(text.charCodeAt(first))) first++;
  while (last > first && isSpace(text.charCodeAt(last - 1))) last--;
  return text.slice(first, last);
}

/** Space or tab. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function endOfElement(value: string, start: number): number {
  let isQuoted = false;
  for (let i = start; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === 0x22) isQuoted = !isQuoted;
    else if (code === 0x5c && isQuoted) i++;
    else if (code === 0x2c && !isQuoted) return i;
  }
  return value.length;
}
