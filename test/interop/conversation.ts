/**
 * What every origin of this folder is put through: the life of an object at the edge, step after step, each
 * answer compared with what CloudFront would say and with the file, byte for byte, and shown in a table.
 */
import { expect } from 'vitest';
import type { EdgeResponse } from '../harness/test-edge.ts';
import { type ContentFile, FILM, MAX_AGE_SECONDS, PAGE, SECRET } from './content.ts';
import type { EdgeUnderTest, Scheme } from './edge-under-test.ts';

interface Step {
  readonly asks: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isSigned?: boolean;
  /** Simulated time that passes before. */
  readonly afterSeconds?: number;
  readonly status: number;
  readonly result: string;
  /** What the body must be; null: not the file. */
  readonly body: Buffer | null;
}

const EXPIRED = MAX_AGE_SECONDS + 1;

const STEPS: readonly Step[] = [
  { asks: 'first', ...file(PAGE), status: 200, result: 'Miss' },
  { asks: 'half a minute later', ...file(PAGE), afterSeconds: 30, status: 200, result: 'Hit' },
  { asks: 'range', ...file(PAGE), ...part(PAGE, 100, 199), result: 'Hit' },
  { asks: 'HEAD', ...file(PAGE), headers: { method: 'HEAD' }, status: 200, result: 'Hit', body: Buffer.of() },
  { asks: 'after expiry', ...file(PAGE), afterSeconds: EXPIRED, status: 200, result: 'RefreshHit' },
  { asks: 'again', ...file(PAGE), status: 200, result: 'Hit' },
  { asks: 'first part', ...file(FILM), ...part(FILM, 0, 65_535), result: 'Miss' },
  { asks: 'whole', ...file(FILM), status: 200, result: 'Hit' },
  {
    asks: 'last bytes',
    ...file(FILM),
    ...part(FILM, FILM.bytes.length - 7, FILM.bytes.length - 1),
    result: 'Hit',
  },
  {
    asks: 'part after expiry',
    ...file(FILM),
    afterSeconds: EXPIRED,
    ...part(FILM, 5, 9),
    result: 'RefreshHit',
  },
  { asks: 'unsigned', target: SECRET.path, status: 403, result: 'Error', body: null },
  { asks: 'signed URL', ...file(SECRET), isSigned: true, status: 200, result: 'Miss' },
  { asks: 'signed URL again', ...file(SECRET), isSigned: true, status: 200, result: 'Hit' },
  { asks: 'signed range', ...file(SECRET), isSigned: true, ...part(SECRET, 1, 4), result: 'Hit' },
  { asks: 'missing', target: '/none.html', status: 404, result: 'Error', body: null },
];

/** Requests that reach the origin: three misses, two revalidations, one error. */
export const ORIGIN_REQUESTS = 6;

/** Runs all steps and prints their answers; throws at the first that is not as it must be. */
export async function converse(title: string, edge: EdgeUnderTest, scheme: Scheme): Promise<void> {
  const lines: string[] = [];
  try {
    for (const step of STEPS) {
      edge.clock.advance(step.afterSeconds ?? 0);
      const target = step.isSigned ? edge.signed(scheme, step.target) : step.target;
      const answer = await edge.ask(scheme, target, step.headers);
      lines.push(lineOf(step, answer));
      compare(step, answer);
    }
  } finally {
    process.stdout.write(`\n${title}, viewers over ${scheme}\n${lines.join('\n')}\n`);
  }
}

function compare(step: Step, answer: EdgeResponse): void {
  const { status, result, body } = step;
  const got = { status: answer.status, result: answer.header('x-cache') };
  expect(got, step.asks).toEqual({ status, result: `${result} from cloudfront` });
  if (body !== null) expect(body.equals(answer.body), `${step.asks}: every byte`).toBe(true);
}

const COLUMNS = [19, 23, 21, 3, 26, 3];

function lineOf(step: Step, answer: EdgeResponse): string {
  const asked = step.headers?.Range ?? step.headers?.method ?? '';
  const age = answer.header('age') ?? '-';
  const cells = [step.asks, step.target, asked, String(answer.status), answer.header('x-cache') ?? '', age];
  const { length } = answer.body;
  const compared = step.body?.equals(answer.body) ? 'identical' : step.body === null ? '' : 'DIFFERENT';
  const shown = cells.map((cell, at) => cell.padEnd(COLUMNS[at]!)).join(' ');
  return `  ${shown} ${String(length).padStart(8)} bytes ${compared}`.trimEnd();
}

function file({ path, bytes }: ContentFile): { target: string; body: Buffer } {
  return { target: path, body: bytes };
}

function part({ bytes }: ContentFile, first: number, last: number) {
  return { headers: { Range: `bytes=${first}-${last}` }, status: 206, body: bytes.subarray(first, last + 1) };
}
