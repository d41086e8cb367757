/** Request lines that node:http would read too kindly are spoiled where they stand; all else passes untouched. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequestLineGuard } from '../../src/edge/request-line-guard.ts';

const HOST = 'Host: d1.cloudfront.net\r\n';
const GOOD = `GET /a HTTP/1.1\r\n${HOST}\r\n`;

/** What the parser gets to see of pieces that arrive one after the other. */
function seen(...pieces: readonly string[]): string {
  const guard = new RequestLineGuard();
  return pieces
    .map((piece) => {
      const chunk = Buffer.from(piece, 'latin1');
      watchAll(guard, chunk);
      return chunk.toString('latin1');
    })
    .join('');
}

interface Taken {
  readonly bytes: string;
  readonly isDecided: boolean;
}

/** What it takes at a time. */
function watchAll(guard: RequestLineGuard, chunk: Buffer): Taken[] {
  const taken: Taken[] = [];
  for (let at = 0; at < chunk.length; ) {
    const start = at;
    at = guard.watch(chunk, start);
    taken.push({ bytes: chunk.toString('latin1', start, at), isDecided: guard.isDecided });
  }
  return taken;
}

/** Offsets behind those that are heads. */
function endsOf(taken: readonly (readonly [bytes: string, isHead: boolean])[]): number[] {
  let end = 0;
  return taken.flatMap(([bytes, isHead]) => {
    end += bytes.length;
    return isHead ? [end] : [];
  });
}

function pieces(text: string, cuts: readonly number[]): string[] {
  const edges = [0, ...[...cuts].map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return edges.slice(1).map((end, at) => text.slice(edges[at], end));
}

describe('what passes', () => {
  test.each([
    ['a head', GOOD],
    ['heads behind each other', GOOD + GOOD],
    ['a head without headers', 'GET / HTTP/1.0\r\n\r\n'],
    ['empty lines before a head', `\r\n\r\n${GOOD}`],
    ['any version, which the parser or the edge judges', 'GET / HTTP/3.9\r\n\r\n'],
    ['a method that begins like CONNECT', 'CONNECTX / HTTP/1.1\r\n\r\n'],
    ['a method that CONNECT begins with', 'CONNEC / HTTP/1.1\r\n\r\n'],
    ['header lines of any shape', `GET / HTTP/1.1\r\nA  b : c\r\n d\r\n${HOST}\r\n${GOOD}`],
    ['an absolute target', 'GET http://h/?a HTTP/1.1\r\n\r\n'],
  ])('%s', (_, bytes) => {
    expect(seen(bytes)).toBe(bytes);
  });
});

describe('what is spoiled, at the first byte that must not be', () => {
  test.each([
    ['two spaces before the target', 'GET  / HTTP/1.1\r\n', 4],
    ['two spaces behind the target', 'GET /  HTTP/1.1\r\n', 6],
    ['a space in front', ' GET / HTTP/1.1\r\n', 0],
    ['a space at the end', 'GET / HTTP/1.1 \r\n', 14],
    ['no version (HTTP/0.9)', 'GET /\r\n', 6],
    ['only a word', 'GARBAGE\r\n', 8],
    ['a bare LF', 'GET / HTTP/1.1\n', 14],
    ['a bare CR', 'GET / HTTP/1.1\rHost: x\r\n', 15],
    ['RTSP', 'GET / RTSP/1.0\r\n', 6],
    ['ICE', 'SOURCE / ICE/1.0\r\n', 9],
    ['lower case', 'GET / http/1.1\r\n', 6],
    ['two digits', 'GET / HTTP/1.10\r\n', 14],
    ['no digit', 'GET / HTTP/x.1\r\n', 11],
    ['CONNECT', 'CONNECT a:443 HTTP/1.1\r\n', 7],
  ])('%s', (_, line, at) => {
    const spoilt = `${line.slice(0, at)}\0${line.slice(at + 1)}`;
    expect(seen(line)).toBe(spoilt);
    expect(seen(GOOD + line)).toBe(GOOD + spoilt);
    expect(seen(GOOD, ...line)).toBe(GOOD + seen(...line));
    expect(seen(...line).indexOf('\0')).toBe(at);
    const guard = new RequestLineGuard();
    expect(watchAll(guard, Buffer.from(line)).at(-1)).toMatchObject({ isDecided: true });
    expect(guard.isBetweenHeads).toBe(false);
  });
});

const head = fc.constantFrom(
  GOOD,
  'HEAD /b?c HTTP/1.0\r\n\r\n',
  `GET /c HTTP/1.1\r\n${HOST}X: \r\n\r\n`,
  'GET /d HTTP/1.1\r\nX: y\r\r\n\r\n',
  'GET /e HTTP/1.1\r\nX: y\r\n\r\r\n\r\n',
  '\r\n',
);
const line = fc.constantFrom(
  'GET  / HTTP/1.1\r\n',
  'CONNECT a:1 HTTP/1.1\r\n',
  'X\r\n',
  'GET / RTSP/1.0\r\n',
);
const cuts = fc.array(fc.nat(), { maxLength: 12 });

test('however heads are cut into pieces, they pass, and none together with bytes behind it', () => {
  fc.assert(
    fc.property(fc.array(head), cuts, (heads, at) => {
      const guard = new RequestLineGuard();
      const text = heads.join('');
      const taken = pieces(text, at).flatMap((piece) => watchAll(guard, Buffer.from(piece, 'latin1')));
      expect(taken.map(({ bytes }) => bytes).join('')).toBe(text);
      expect(endsOf(taken.map(({ bytes, isDecided }) => [bytes, isDecided]))).toEqual(
        endsOf(heads.map((one) => [one, one !== '\r\n'])),
      );
      expect(guard.isBetweenHeads).toBe(true);
    }),
  );
});

test.each(['GET / HTTP/1.1\r\nX: y\r\r\n\r\n', 'GET / HTTP/1.1\r\nX: y\r\n\r\r\n\r\n'])(
  'a head that comes byte by byte ends where it ends in one piece: %j',
  (text) => {
    const guard = new RequestLineGuard();
    for (const byte of text) watchAll(guard, Buffer.from(byte));
    expect([guard.isDecided, guard.isBetweenHeads]).toEqual([true, true]);
  },
);

test('however it arrives, a bad line behind good heads is spoiled once, at the same byte', () => {
  fc.assert(
    fc.property(fc.array(head), line, cuts, (heads, bad, at) => {
      const text = heads.join('') + bad;
      expect(seen(...pieces(text, at)).indexOf('\0')).toBe(seen(text).indexOf('\0'));
      expect(seen(text).indexOf('\0')).toBeGreaterThanOrEqual(heads.join('').length);
    }),
  );
});
