/** Bandwidth, by a clock that is moved by hand. */
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sendBody } from '../../src/load/paced-body.ts';

const MIB = 1024 ** 2;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A reader that takes everything at once, and counts it. */
function taken(): { readonly stream: PassThrough; bytes: number } {
  const reader = { stream: new PassThrough({ highWaterMark: 16 * MIB }), bytes: 0 };
  reader.stream.on('data', (chunk: Buffer) => {
    reader.bytes += chunk.length;
  });
  return reader;
}

test.each([64 * MIB, MIB, 100_000])(
  '%i bytes a second are neither more nor fewer',
  async (bytesPerSecond) => {
    const reader = taken();
    sendBody(reader.stream, 100 * bytesPerSecond, bytesPerSecond);
    await vi.advanceTimersByTimeAsync(1000);
    expect(reader.bytes / bytesPerSecond).toBeGreaterThan(0.95);
    expect(reader.bytes / bytesPerSecond).toBeLessThan(1.05);
  },
);

test('a body ends with its last byte, however long it takes', async () => {
  const reader = taken();
  sendBody(reader.stream, 150_001, 100_000);
  await vi.advanceTimersByTimeAsync(1400);
  expect(reader.stream.writableEnded).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect(reader).toMatchObject({ bytes: 150_001, stream: { writableEnded: true } });
});
