/** A body of given length, as fast as an origin's bandwidth and its reader allow. */
import type { Writable } from 'node:stream';

const CHUNK = Buffer.alloc(64 * 1024, 'edgefront ');
/** How often a body with a bandwidth goes on. */
const TICK_MS = 20;

/** Ends `writable` behind the last byte. `bytesPerSecond` null: as fast as it is taken. */
export function sendBody(writable: Writable, bytes: number, bytesPerSecond: number | null): void {
  const startedAt = performance.now();
  let sent = 0;
  const due = () => {
    const elapsedMs = performance.now() - startedAt + TICK_MS;
    return bytesPerSecond === null ? bytes : Math.min(bytes, Math.ceil((bytesPerSecond * elapsedMs) / 1000));
  };
  const go = () => {
    for (let left = due() - sent; left > 0 && !writable.destroyed; left = due() - sent) {
      const part = CHUNK.subarray(0, Math.min(CHUNK.length, left));
      sent += part.length;
      if (!writable.write(part) && sent < bytes) return void writable.once('drain', go);
    }
    if (sent === bytes || writable.destroyed) return void writable.end();
    setTimeout(go, TICK_MS);
  };
  go();
}

/** As much of a body as is written before its connection breaks. */
export function bodyStart(bytes: number): Buffer {
  return CHUNK.subarray(0, Math.min(CHUNK.length, bytes));
}
