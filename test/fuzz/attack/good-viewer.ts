/** A viewer that means well, on connections of its own between the attacks: it must never notice them. */
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { BrokenConversation, ByteSource } from '../../harness/byte-source.ts';
import type { EdgeProcess } from '../../harness/edge-process.ts';
import { DOMAIN_NAME } from '../../harness/edge-site.ts';
import { readRawResponse } from '../../harness/raw-response.ts';
import { bodyOf } from './echo-origin.ts';

/** Longer than anybody's patience: an edge that takes so long hangs. */
const HANG_MS = 10_000;

/** Asks for a new object twice, the second time over TLS; answers with what was wrong. */
export async function askWell(edge: EdgeProcess, token: string): Promise<string[]> {
  const target = `/1024/good/${token}`;
  const faults: string[] = [];
  for (const role of ['http', 'https'] as const) {
    const result = role === 'http' ? 'Miss from cloudfront' : 'Hit from cloudfront';
    const fault = await ask(edge, role, target, result);
    if (fault !== null) faults.push(`a good request over ${role}: ${fault}`);
  }
  return faults;
}

async function ask(
  edge: EdgeProcess,
  role: 'http' | 'https',
  target: string,
  result: string,
): Promise<string | null> {
  const port = edge.portOf(role);
  const tls = { port, host: '127.0.0.1', servername: DOMAIN_NAME, ca: edge.ca };
  const socket = role === 'http' ? connect(port, '127.0.0.1') : connectTls(tls);
  socket.setTimeout(HANG_MS, () => socket.destroy(new Error(`no answer for ${HANG_MS} ms`)));
  try {
    socket.write(`GET ${target} HTTP/1.1\r\nHost: ${DOMAIN_NAME}\r\n\r\n`);
    const { status, headers, body } = await readRawResponse(new ByteSource(socket), false);
    const got = headers[headers.indexOf('X-Cache') + 1];
    if (status !== 200 || got !== result) return `${status} ${got} instead of 200 ${result}`;
    return body.equals(bodyOf(target)) ? null : 'another body';
  } catch (error) {
    if (error instanceof BrokenConversation || error instanceof Error) return error.message;
    throw error;
  } finally {
    socket.destroy();
  }
}
