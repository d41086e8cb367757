/** Text as bytes in memory of their own: a piece of what small buffers share would keep 64 KiB for as long as it is kept. */
export function ownBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(text.length);
  bytes.write(text, 'latin1');
  return bytes;
}
