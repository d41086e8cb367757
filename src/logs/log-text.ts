/**
 * Text as a field of an access log. What could end a field or a line never gets there as itself: spaces,
 * controls and everything beyond ASCII are percent-encoded, some characters twice, as CloudFront did until
 * 2020 (AL-41…AL-46). A header string is latin1, one character a byte, so UTF-8 from the viewer comes out as
 * the bytes that were sent. DEL, which CloudFront left alone, is encoded with the other controls.
 */

/** The field for a text; `-` when there is none (AL-34). The same string comes back where nothing needs encoding. */
export function logText(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return '-';
  for (let i = 0; i < text.length; i++) {
    if (encodingOf(text.charCodeAt(i)) !== null) return encodeFrom(text, i);
  }
  return text;
}

const HIGHEST_CODE = 0x7e;
const TWICE = ' "\\';
const ONCE = "<>#%{}|^~[]`'";

/** By character code: what stands for it; null: itself. */
const ENCODINGS: readonly (string | null)[] = Array.from({ length: HIGHEST_CODE + 1 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (TWICE.includes(character)) return `%25${hexOf(code)}`;
  return code < 0x20 || ONCE.includes(character) ? `%${hexOf(code)}` : null;
});

function encodingOf(code: number): string | null {
  return code <= HIGHEST_CODE ? ENCODINGS[code]! : `%${hexOf(code)}`;
}

function encodeFrom(text: string, start: number): string {
  let encoded = text.slice(0, start);
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Beyond latin1 nothing arrives from a socket; if it ever does, each 16-bit unit is written in bytes.
    if (code > 0xff) encoded += `%${hexOf(code >> 8)}%${hexOf(code & 0xff)}`;
    else encoded += encodingOf(code) ?? text[i]!;
  }
  return encoded;
}

function hexOf(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
