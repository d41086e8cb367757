/**
 * Header fields as a flat list, `[name, value, name, value, …]`: the shape in which the socket delivers
 * them and in which they are written again, so no map is built and order, repetition and spelling survive.
 * Text is latin1, one character per byte. Names asked for are given in lower case.
 */

/** Names at even places, as received; each followed by its value. */
export type HeaderList = readonly string[];

/** The first value under the name, or undefined; allocates nothing. */
export function findHeader(list: HeaderList, lowerName: string): string | undefined {
  for (let i = 0; i < list.length; i += 2) {
    if (isNamed(list[i]!, lowerName)) return list[i + 1];
  }
  return undefined;
}

/** Every value under the name, in the order received. */
export function allHeaders(list: HeaderList, lowerName: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < list.length; i += 2) {
    if (isNamed(list[i]!, lowerName)) values.push(list[i + 1]!);
  }
  return values;
}

/** All values under the name as one comma-separated value (RFC 9110 §5.3), or undefined. */
export function joinedHeader(list: HeaderList, lowerName: string): string | undefined {
  let joined: string | undefined;
  for (let i = 0; i < list.length; i += 2) {
    if (!isNamed(list[i]!, lowerName)) continue;
    joined = joined === undefined ? list[i + 1]! : `${joined}, ${list[i + 1]!}`;
  }
  return joined;
}

/** Bytes the list takes on the wire: each line's name, colon and space, value, CRLF. */
export function headerBytes(list: HeaderList): number {
  let total = list.length * 2;
  for (const text of list) total += text.length;
  return total;
}

/** The list as it goes over the wire: `Name: value` and a line end for each. */
export function headerLines(list: HeaderList): string {
  let lines = '';
  for (let i = 0; i < list.length; i += 2) lines += `${list[i]!}: ${list[i + 1]!}\r\n`;
  return lines;
}

/** What such lines say; only for lines that were finished here. */
export function readHeaderLines(lines: string): string[] {
  const list: string[] = [];
  for (let start = 0; start < lines.length; ) {
    const colon = lines.indexOf(': ', start);
    const end = lines.indexOf('\r\n', colon);
    list.push(lines.slice(start, colon), lines.slice(colon + 2, end));
    start = end + 2;
  }
  return list;
}

/** Whether the text is a token (RFC 9110 §5.6.2): a method or a field name. */
export function isToken(text: string): boolean {
  return text.length > 0 && endOfToken(text, 0) === text.length;
}

/** The place behind the token that begins at `start`; `start` itself where none does. */
export function endOfToken(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (TOKEN_CHARACTERS[text.charCodeAt(at)] !== 1) return at;
  }
  return text.length;
}

/**
 * Whether the text can stand as a field value (RFC 9110 §5.5): no control character but tab. A character
 * over 0xFF is refused too: written as latin1 it could turn into CR or LF.
 */
export function isFieldValue(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f || code > 0xff) return false;
  }
  return true;
}

/** Whether every name is a token, and every value a field value. */
export function isWellFormed(list: HeaderList): boolean {
  for (let i = 0; i < list.length; i += 2) {
    if (!isToken(list[i]!) || !isFieldValue(list[i + 1]!)) return false;
  }
  return true;
}

const TOKEN_CHARACTERS = tokenCharacters();

function tokenCharacters(): Uint8Array {
  const table = new Uint8Array(0x80);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  for (const character of `${letters}0123456789!#$%&'*+-.^_\`|~`) table[character.charCodeAt(0)] = 1;
  return table;
}

/** Whether the name is this one, however it is spelled. */
export function isNamed(name: string, lowerName: string): boolean {
  return name.length === lowerName.length && beginsAs(name, lowerName);
}

/** Whether the name begins with this, however it is spelled. */
export function beginsAs(name: string, lowerBeginning: string): boolean {
  for (let i = 0; i < lowerBeginning.length; i++) {
    const code = name.charCodeAt(i);
    const lower = code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
    if (lower !== lowerBeginning.charCodeAt(i)) return false;
  }
  return true;
}
