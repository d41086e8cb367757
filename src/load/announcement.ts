/** What an edgefront that starts says of itself: where it listens, or why it does not. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Announcing = Pick<ChildProcess, 'stdout' | 'stderr' | 'once'>;

/** Of what it complains of, the last so many lines tell why. */
export const KEPT_COMPLAINTS = 50;

interface LogLine {
  readonly role?: string;
  readonly pop?: string | null;
  readonly url?: string;
}

/** URLs by role, once all of these are announced; what is said afterwards is read and not kept. Rejects when it ends before. */
export function listening(child: Announcing, roles: readonly string[]): Promise<Map<string, string>> {
  const urls = new Map<string, string>();
  const complaints: string[] = [];
  const stopComplaints = eachLine(child.stderr!, (line) => {
    complaints.push(line);
    if (complaints.length > KEPT_COMPLAINTS) complaints.shift();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => reject(new Error(`edgefront did not start: ${complaints.join('\n')}`)));
    const stopLog = eachLine(child.stdout!, (text) => {
      const line = readLine(text);
      if (line.url === undefined || line.role === undefined || (line.pop ?? null) !== null) return;
      urls.set(line.role, line.url);
      if (!roles.every((role) => urls.has(role))) return;
      stopLog();
      stopComplaints();
      resolve(urls);
    });
  });
}

/** Answers with what ends it; the stream flows on, for who writes to it must not wait. */
function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): () => void {
  const lines = createInterface({ input: stream }).on('line', take);
  return () => {
    lines.off('line', take);
    lines.close();
    stream.resume();
  };
}

function readLine(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return {};
  }
}
