/** Talk of parts: an origin that knows ranges or not, and what a viewer of a part of `/a` sees. */
import { expect } from 'vitest';
import { conversation } from './conversation.ts';
import { glance } from './glance.ts';
import { rangeReply, wholeReply } from './range-origin.ts';
import { type RecordedRequest, received, type Script } from './scripted-origin.ts';
import type { EdgeResponse, TestEdgeOptions } from './test-edge.ts';

/** Of twenty bytes. */
export const BODY = Buffer.from('0123456789ABCDEFGHIJ');
/** Of every answer that has the body. */
export const HEADERS = { 'Cache-Control': 'max-age=60', ETag: '"1"', 'Content-Type': 'text/plain' };

/** An origin that knows ranges. */
export const knowing = (request: RecordedRequest) => rangeReply(request, BODY, HEADERS);
/** One that sends everything whatever is asked. */
export const ignoring = () => wholeReply(BODY, HEADERS);

/** An origin, an edge, and how to ask for a part. */
export async function begun(script: Script, options: Partial<TestEdgeOptions> = {}) {
  const talk = await conversation(script, options);
  const { edge, origin } = talk;
  const part = (Range: string, more = {}) => edge.get('/a', { Range, ...more });
  const asked = () => origin.requests.map((request) => received(request, 'range')[0] ?? 'whole');
  /** Until the fill that goes on without readers has been stored. */
  const stored = () => edge.until(() => edge.location.store.count === 1);
  return { ...talk, part, asked, stored };
}

/** `206 Hit bytes 2-4/20 234` */
export function see(answer: EdgeResponse): string {
  const [status, cache] = glance(answer).split(' ');
  const words = [status, cache, answer.header('content-range'), answer.text].filter(
    (word) => word !== undefined,
  );
  if (answer.status === 206) expect(answer.header('content-length')).toBe(String(answer.body.length));
  return words.join(' ');
}
