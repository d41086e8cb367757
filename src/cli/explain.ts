/** `edgefront explain`: asks a running edgefront, or a configuration, what it would do with a request and why. */
import { explainFile } from './explain-file.ts';
import { BadInput, type Terminal } from './terminal.ts';

export interface ExplainOptions {
  /** Where the operator's window of the running edgefront is. */
  readonly admin: string;
  /** Instead of a running edgefront: this configuration file. */
  readonly config?: string;
  readonly method: string;
  /** `Name: value` each. */
  readonly header: readonly string[];
  readonly json: boolean;
}

const PATIENCE_MS = 10_000;

/** Throws BadInput when the request cannot be understood, Error when no edgefront answers. */
export async function explain(url: string, options: ExplainOptions, terminal: Terminal): Promise<void> {
  const question = { url, method: options.method, headers: headersOf(options.header) };
  const answer =
    options.config === undefined
      ? await ask(adminUrl(options.admin), question)
      : explainFile(options.config, question, terminal);
  terminal.print(options.json ? JSON.stringify(answer, null, 2) : storyOf(answer));
}

/** The answer's own words, line by line. */
function storyOf(answer: unknown): string {
  const story = answer !== null && typeof answer === 'object' && 'story' in answer ? answer.story : null;
  if (!Array.isArray(story)) throw new Error('the answer tells no story; is this an edgefront?');
  return story.join('\n');
}

async function ask(endpoint: URL, question: object): Promise<unknown> {
  const response = await post(endpoint, JSON.stringify(question));
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  const message = `${endpoint.origin} answered ${response.status}: ${text.trim()}`;
  throw response.status === 400 ? new BadInput(message) : new Error(message);
}

async function post(endpoint: URL, body: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  try {
    return await fetch(endpoint, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(`no edgefront answers at ${endpoint.origin} (--admin): ${String(cause)}`);
  }
}

function adminUrl(text: string): URL {
  if (!URL.canParse('/explain', text)) throw new BadInput(`--admin ${text}: not a URL`);
  return new URL('/explain', text);
}

/** Repeated names are joined as one field value would be. */
function headersOf(lines: readonly string[]): Record<string, string> {
  const headers = new Map<string, [name: string, value: string]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new BadInput(`--header '${line}': must be 'Name: value'`);
    const name = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name.toLowerCase());
    const separator = name.toLowerCase() === 'cookie' ? '; ' : ', ';
    if (before === undefined) headers.set(name.toLowerCase(), [name, value]);
    else before[1] += separator + value;
  }
  return Object.fromEntries(headers.values());
}
