/**
 * Our own reader against undici's parser: whatever the bytes, and however they arrive, the same is told of them.
 * `ANSWERS=1000000` tries so many.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fed, feed } from '../harness/fed-connection.ts';

const RUNS = Number(process.env.ANSWERS ?? 1000);
/** Answers tried side by side: each waits for the event loop, none for another. */
const TOGETHER = 50;

interface Sample {
  readonly method: string;
  readonly text: string;
  readonly cuts: readonly number[];
}

const LENGTHS = ['Content-Length: 4', 'content-length: 0', 'Content-Length: 0004', 'CONTENT-LENGTH: 1'];
const ODD_LENGTHS = ['Content-Length: +4', 'Content-Length: 4, 4', 'Content-Length: ', 'Content-Length: 4 '];
const CODINGS = [
  'Transfer-Encoding: chunked',
  'transfer-encoding: Chunked',
  'Transfer-Encoding: gzip, chunked',
];
const CONNECTIONS = [
  'Connection: keep-alive',
  'Connection: close',
  'Connection: Keep-Alive, x',
  'Upgrade: h2c',
];
const KEEP_ALIVES = [
  'Keep-Alive: timeout=5',
  'Keep-Alive: timeout=1, max=9',
  'Keep-Alive: max=5',
  'Proxy-Connection: close',
];
const ORDINARY = [
  'Server: x',
  'ETag: "a"',
  'X: caf\xe9',
  'Cache-Control: max-age=60',
  'Set-Cookie: a=b; c',
  'A: b c',
];
const STRANGE = [
  'X:y',
  'X: ',
  'X:',
  'X:  y',
  'X: y ',
  'X\t: y',
  'X: a\tb',
  ' folded',
  'X: a\x01b',
  'X: \x7f',
  ': y',
  'X',
];
const PARTS = ['Content-Range: bytes 0-3/9', 'Content-Range: bytes 0-8/9', 'Content-Range: x'];

const headerLine = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ORDINARY) },
  { weight: 4, arbitrary: fc.constantFrom(...LENGTHS) },
  { weight: 2, arbitrary: fc.constantFrom(...CODINGS) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...CONNECTIONS, ...KEEP_ALIVES, ...PARTS, ...ODD_LENGTHS, ...STRANGE),
  },
);
const statusLine = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom('HTTP/1.1 200 OK', 'HTTP/1.1 404 Not Found', 'HTTP/1.1 206 Partial Content'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('HTTP/1.1 204 No Content', 'HTTP/1.1 304 Not Modified', 'HTTP/1.1 200 '),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'HTTP/1.0 200 OK',
      'HTTP/1.1 200',
      'HTTP/1.1 103 Hints',
      'HTTP/1.1 100 Continue',
      'HTTP/1.1 200  OK',
      'HTTP/1.1 999 x',
      'HTTP/1.1 2000 x',
      'http/1.1 200 OK',
      'HTTP/1.1 200 caf\xe9',
      '\r\nHTTP/1.1 200 OK',
    ),
  },
);
const chunk = fc.constantFrom(
  '4\r\nLOGO\r\n',
  '1\r\nx\r\n',
  '00A\r\n0123456789\r\n',
  'b\r\n0123456789a\r\n',
  '4;a=b\r\nLOGO\r\n',
  '4\r\nLOGO',
  '4 \r\nLOGO\r\n',
  '\r\n',
  'zz\r\n',
  '4\nLOGO\n',
  '4\r\nLOGO\n\r\n',
  '000000001\r\nx\r\n',
  '0x1\r\nx\r\n',
);
const lastChunk = fc.constantFrom(
  '0\r\n\r\n',
  '0\r\n\r\n',
  '00\r\n\r\n',
  '0\r\nX: y\r\n\r\n',
  '0;x\r\n\r\n',
  '0\r\n',
  '0\n\n',
  '',
);
const chunks = fc
  .tuple(fc.array(chunk, { maxLength: 4 }), lastChunk)
  .map(([all, last]) => all.join('') + last);
const plainChunks = fc
  .array(
    chunk.filter((text) => /^[0-9A-Fb]+\r\n\w+\r\n$/.test(text)),
    { maxLength: 4 },
  )
  .map((all) => `${all.join('')}0\r\n\r\n`);
const body = fc.oneof(
  fc.constantFrom('LOGO', 'LOGO', '', 'LO', 'LOGO!', 'L'.repeat(1100)),
  plainChunks,
  chunks,
);

/** Well formed or nearly so. */
const written = fc
  .tuple(
    statusLine,
    fc.array(headerLine, { maxLength: 6 }),
    fc.constantFrom('\r\n', '\r\n', '\r\n', '\r\n', '\n'),
    body,
  )
  .map(([status, lines, end, content]) => [status, ...lines, '', content].join(end === '\n' ? '\n' : '\r\n'));
/** The most usual ones, so that most runs get as far as the body. */
const usual = fc
  .tuple(
    fc.array(fc.constantFrom(...ORDINARY), { maxLength: 3 }),
    fc.constantFrom(...CODINGS.slice(0, 2)),
    plainChunks.chain((all) => fc.constantFrom(all, all)),
    chunks,
    fc.nat(3),
  )
  .map(([lines, coding, plain, odd, kind]) => {
    const framing = kind === 0 ? 'Content-Length: 4' : coding;
    return ['HTTP/1.1 200 OK', ...lines, framing, '', kind === 0 ? 'LOGO' : kind === 1 ? odd : plain].join(
      '\r\n',
    );
  });
const damage = fc.record({ at: fc.nat(200), kind: fc.nat(3), byte: fc.nat(255) });
const text = fc
  .tuple(fc.oneof(written, usual), fc.array(damage, { maxLength: 3 }), fc.nat(2))
  .map(([whole, hits, isHit]) => (isHit === 0 ? hits.reduce(damaged, whole) : whole));
const sample: fc.Arbitrary<Sample> = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD'),
  text,
  cuts: fc.oneof(fc.constant([]), fc.array(fc.nat(300), { maxLength: 12 })),
});

function damaged(whole: string, { at, kind, byte }: { at: number; kind: number; byte: number }): string {
  const place = at % (whole.length + 1);
  const other = String.fromCharCode(byte);
  if (kind === 0) return whole.slice(0, place) + whole.slice(place + 1);
  if (kind === 1) return whole.slice(0, place) + other + whole.slice(place);
  if (kind === 2) return whole.slice(0, place) + other + whole.slice(place + 1);
  return whole.slice(0, place);
}

function pieces({ text: whole, cuts }: Sample): Buffer[] {
  const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
  return places
    .map((place, at) => Buffer.from(whole.slice(place, places[at + 1] ?? whole.length), 'latin1'))
    .filter((piece) => piece.length > 0);
}

async function both(one: Sample): Promise<{ own: Fed; undici: Fed }> {
  const { method } = one;
  const [own, undici] = await Promise.all([
    feed({ parser: 'own', method, pieces: pieces(one) }),
    // In one piece: of a reason that comes in two, undici keeps the second.
    feed({ parser: 'undici', method, pieces: pieces({ ...one, cuts: [] }) }),
  ]);
  return { own, undici };
}

describe('differential', () => {
  test('the same is told of an answer, whoever reads it and however it is cut', async () => {
    const seen = { plain: 0, handed: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { minLength: TOGETHER, maxLength: TOGETHER }), async (samples) => {
        for (const [at, { own, undici }] of (await Promise.all(samples.map(both))).entries()) {
          const told = JSON.stringify(samples[at]);
          // A head that has not ended is held; undici may refuse the beginning of it already.
          const isHeld = own.told.end === 'open' && own.told.head === null;
          if (isHeld) expect(undici.told, told).toMatchObject({ head: null, body: '' });
          else expect(own.told, told).toEqual(undici.told);
          if (own.isReusable) expect(undici.isReusable, told).toBe(true);
          seen[own.isHanded ? 'handed' : 'plain'] += 1;
        }
      }),
      { numRuns: Math.ceil(RUNS / TOGETHER), endOnFailure: true },
    );
    expect(seen.plain).toBeGreaterThan(RUNS / 4);
    expect(seen.handed).toBeGreaterThan(RUNS / 4);
  }, 3_600_000);
});
