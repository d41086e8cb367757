/** `100 Continue` that nobody asked for, in whatever pieces it arrives. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContinueFilter } from '../../src/origin/continue-filter.ts';
import { customTarget, fetchFrom } from '../harness/origin-answer.ts';
import { type Reply, reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { testOrigins } from '../harness/test-origins.ts';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nLOGO';

/** What comes through of the pieces that arrive; null: an answer begins. */
function read(pieces: readonly (string | null)[]): string {
  const filter = new ContinueFilter();
  let text = '';
  for (const piece of pieces) {
    if (piece === null) filter.expectAnswer();
    else text += filter.take(Buffer.from(piece, 'latin1')).toString('latin1');
  }
  return text;
}

describe('of what is read', () => {
  test.each<[title: string, sent: (string | null)[], got: string]>([
    ['a 100 is dropped', [CONTINUE + ANSWER], ANSWER],
    ['several are', [CONTINUE.repeat(3), CONTINUE + ANSWER], ANSWER],
    ['one with headers and another minor version is', ['HTTP/1.0 100 \r\nX: y\r\n\r\n', ANSWER], ANSWER],
    [
      'another interim answer stays',
      ['HTTP/1.1 103 Early Hints\r\n\r\n', ANSWER],
      `HTTP/1.1 103 Early Hints\r\n\r\n${ANSWER}`,
    ],
    ['a body that looks like one stays', [ANSWER, CONTINUE], ANSWER + CONTINUE],
    ['the next answer is looked at again', [ANSWER, null, CONTINUE, ANSWER], ANSWER + ANSWER],
    [
      'a head without end is left to whoever reads',
      [`HTTP/1.1 100 ${'x'.repeat(5000)}`],
      `HTTP/1.1 100 ${'x'.repeat(5000)}`,
    ],
    ['what is no HTTP stays', ['HTTPS'], 'HTTPS'],
  ])('%s', (_title, sent, got) => {
    expect(read(sent)).toBe(got);
  });

  test('nothing is lost or added, however it is cut', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.array(fc.nat(150), { maxLength: 6 }), (count, cuts) => {
        const text = CONTINUE.repeat(count) + ANSWER;
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        expect(read(places.map((place, at) => text.slice(place, places[at + 1] ?? text.length)))).toBe(
          ANSWER,
        );
      }),
    );
  });
});

test.each<[title: string, script: Reply]>([
  ['in one piece', [CONTINUE + ANSWER]],
  ['by itself', [CONTINUE, ...reply(200, {}, 'LOGO')]],
  ['byte by byte', [...(CONTINUE + ANSWER)]],
])('a 100 that nobody asked for is ignored, and the connection used again: %s', async (_title, script) => {
  const origin = await scriptedOrigin(() => script);
  const { origins } = testOrigins();
  for (let asked = 0; asked < 3; asked++) {
    const answer = fetchFrom(origins, customTarget(origin.endpoint));
    expect([await answer.ended, answer.text]).toEqual(['end', 'LOGO']);
  }
  expect(origin.connections).toBe(1);
});
