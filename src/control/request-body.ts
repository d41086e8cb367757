/** A request's body, in memory and bounded: whatever comes beyond the bound is read and thrown away. */
import type { IncomingMessage } from 'node:http';
import { MAX_REQUEST_BYTES } from '../distribution/limits.ts';
import { ApiError } from './api-error.ts';

/** Whole, however it was framed (CA-15); throws `InvalidHTTPRequest` when too large or cut short (CA-236). */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_REQUEST_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    // Destroyed, the request would take its connection along, and the answer with it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      sizeBytes += (chunk as Buffer).length;
      if (sizeBytes > MAX_REQUEST_BYTES) throw tooLarge();
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError('InvalidHTTPRequest', 'The body is cut short.');
  }
  return Buffer.concat(chunks, sizeBytes);
}

function tooLarge(): ApiError {
  return new ApiError('InvalidHTTPRequest', `A body may have at most ${MAX_REQUEST_BYTES} bytes.`);
}
