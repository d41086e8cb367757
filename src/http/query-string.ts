/**
 * The query string, raw: nothing is decoded or sorted, names and values keep their case (CK-11), and `&`
 * alone separates, so `color=red;size=large` is one parameter (CK-12).
 */

/** The raw value of the first parameter so named; '' when it has no '='; undefined when there is none. */
export function findParameter(query: string, name: string): string | undefined {
  for (let start = 0; start <= query.length; ) {
    const end = endOfParameter(query, start);
    if (isNamed(query, start, end, name)) return query.slice(start + name.length + 1, end);
    start = end + 1;
  }
  return undefined;
}

/** The query without every parameter so named; the others stay as they are, in their order (CK-15). */
export function withoutParameters(query: string, names: readonly string[]): string {
  let kept = '';
  let isFirst = true;
  for (let start = 0; start <= query.length; ) {
    const end = endOfParameter(query, start);
    if (!isOneOf(query, start, end, names)) {
      kept += isFirst ? query.slice(start, end) : query.slice(start - 1, end);
      isFirst = false;
    }
    start = end + 1;
  }
  return kept;
}

function endOfParameter(query: string, start: number): number {
  const ampersand = query.indexOf('&', start);
  return ampersand < 0 ? query.length : ampersand;
}

function isOneOf(query: string, start: number, end: number, names: readonly string[]): boolean {
  for (const name of names) {
    if (isNamed(query, start, end, name)) return true;
  }
  return false;
}

function isNamed(query: string, start: number, end: number, name: string): boolean {
  const nameEnd = start + name.length;
  if (nameEnd > end || !query.startsWith(name, start)) return false;
  return nameEnd === end || query.charCodeAt(nameEnd) === 0x3d;
}
