/**
 * Text as a field of an access log. What could end a field or a line never gets there as itself: spaces,
 * controls and everything beyond ASCII are percent-encoded, some characters twice, as CloudFront did until
 * 2020 (AL-41…AL-46). A header string is latin1, one character a byte, so UTF-8 from the viewer comes out as
 * the bytes that were sent. DEL, which CloudFront left alone, is encoded with the other controls.
 */

/** The field for a text; `-` when there is none (AL-34). The same string comes back where nothing needs encoding. */
export function logText(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return '-';
  if (HAS_ODD.test(text)) return encode(text);
  // Beside plain text there are signatures, where `~` is every 64th character (SU-9).
  return text.includes('~') ? text.replaceAll('~', '%7E') : text;
}

const HAS_ODD = /[^!$&()*+,\-./0-9:;=?@A-Z_a-z~]/;
/** Global, so that it finds the next one too: faster than looking at each character. */
const NEEDS_ENCODING = /[^!$&()*+,\-./0-9:;=?@A-Z_a-z]/g;
const HIGHEST_CODE = 0x7e;
const TWICE = ' "\\';
const ONCE = "<>#%{}|^~[]`'";

/** By character code: what stands for it. */
const ENCODINGS: readonly string[] = Array.from({ length: HIGHEST_CODE + 1 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (TWICE.includes(character)) return `%25${hexOf(code)}`;
  return code < 0x20 || ONCE.includes(character) ? `%${hexOf(code)}` : character;
});

/** Copies the runs between characters that need encoding, into text of one piece: who keeps it keeps nothing else. */
function encode(text: string): string {
  let encoded = '';
  let copied = 0;
  while (NEEDS_ENCODING.test(text)) {
    const at = NEEDS_ENCODING.lastIndex - 1;
    const code = text.charCodeAt(at);
    encoded += text.slice(copied, at) + (code <= HIGHEST_CODE ? ENCODINGS[code]! : bytesOf(code));
    copied = at + 1;
  }
  return Buffer.from(encoded + text.slice(copied), 'latin1').toString('latin1');
}

/** Beyond latin1 nothing arrives from a socket; if it ever does, each 16-bit unit is written as two bytes. */
function bytesOf(code: number): string {
  return code > 0xff ? `%${hexOf(code >> 8)}%${hexOf(code & 0xff)}` : `%${hexOf(code)}`;
}

function hexOf(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
