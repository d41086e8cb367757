/** An origin's answer to a request for a body, as a server that knows ranges gives it, or one that does not. */
import type { ReplyHeaders } from './origin-reply.ts';
import { partial, type RecordedRequest, type Reply, received, responseHead } from './scripted-origin.ts';

/** 206 for a single range with a first byte (where If-Range holds against the ETag), else 200 with everything. */
export function rangeReply(request: RecordedRequest, body: Buffer, headers: ReplyHeaders = {}): Reply {
  const range = /^bytes=(\d+)-(\d*)$/.exec(received(request, 'range')[0] ?? '');
  const [ifRange] = received(request, 'if-range');
  const { ETag: etag } = headers;
  if (range === null || (ifRange !== undefined && ifRange !== etag)) return wholeReply(body, headers);
  const first = Number(range[1]);
  const last = range[2] === '' ? body.length - 1 : Math.min(Number(range[2]), body.length - 1);
  return partReply(body, first, last, headers);
}

export function wholeReply(body: Buffer, headers: ReplyHeaders = {}): Reply {
  return partial(200, { 'Content-Length': String(body.length), ...headers }, slices(body));
}

/** 206 with the bytes from `first` to `last`, both included. */
export function partReply(body: Buffer, first: number, last: number, headers: ReplyHeaders = {}): Reply {
  const framing = {
    'Content-Length': String(last - first + 1),
    'Content-Range': `bytes ${first}-${last}/${body.length}`,
  };
  return [responseHead(206, { ...framing, ...headers }), slices(body.subarray(first, last + 1))];
}

const SLICE_BYTES = 64 * 1024;

/** In pieces, so that a slow reader holds the origin back. */
function* slices(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += SLICE_BYTES) yield body.subarray(at, at + SLICE_BYTES);
}
