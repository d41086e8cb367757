/** What must hold of whatever an edge answers to an attack. */
import { Readable } from 'node:stream';
import { BrokenConversation, ByteSource } from '../../harness/byte-source.ts';
import { readRawResponse } from '../../harness/raw-response.ts';
import type { Outcome } from './attacker.ts';

const TOKEN = /tok-[0-9a-f]{12}/g;
/** The edge must never have to say so: 500 is a mistake of its own. */
const MISTAKE = 500;

export interface Verdict {
  readonly statuses: readonly number[];
  /** What was wrong; empty if nothing. */
  readonly faults: readonly string[];
}

export async function judge({ sent, received }: Outcome): Promise<Verdict> {
  const faults: string[] = [];
  const said = sent.toString('latin1');
  const foreign = new Set(received.toString('latin1').match(TOKEN) ?? []);
  for (const token of foreign) if (!said.includes(token)) faults.push(`${token} is another viewer's`);
  // After a HEAD nobody can tell a body from the next answer.
  if (said.includes('HEAD')) return { statuses: [], faults };
  const { statuses, broken } = await readAll(received);
  if (broken !== null) faults.push(broken);
  if (statuses.includes(MISTAKE)) faults.push('answered 500');
  return { statuses, faults };
}

/** Every answer in what was received; the last may be cut short, because attackers leave. */
async function readAll(received: Buffer): Promise<{ statuses: number[]; broken: string | null }> {
  const source = new ByteSource(Readable.from([received]));
  const statuses: number[] = [];
  while (source.takenBytes < received.length) {
    try {
      statuses.push((await readRawResponse(source, false)).status);
    } catch (error) {
      if (!(error instanceof BrokenConversation)) throw error;
      return { statuses, broken: /ended/.test(error.message) ? null : error.message };
    }
  }
  return { statuses, broken: null };
}
