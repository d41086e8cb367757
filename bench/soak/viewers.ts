/**
 * Viewers in a process of their own: each asks on one connection for one thing after the other and judges
 * every answer. The one argument is ViewersOrder as JSON; orders to stop, and generations, come as messages.
 */
import { Client } from 'undici';
import { DOMAIN_NAME } from '../../test/harness/edge-site.ts';
import { GROUPS, generationOf, objectAt, pathOf } from './content.ts';
import { type Asked, faultOf, partOf, pathWithoutQuery } from './judgement.ts';

export interface ViewersOrder {
  readonly http: number;
  readonly https: number;
  readonly viewers: number;
  /** Numbers of the objects asked for go so far. */
  readonly objects: number;
  /** Signed once: that takes longer than everything else together. */
  readonly signedPaths: readonly string[];
}

export type ViewersMessage = { readonly group: number; readonly oldest: number } | 'stop';

export interface ViewersReport {
  readonly answers: Record<string, number>;
  readonly faults: number;
  /** The first of them, in words. */
  readonly examples: string[];
}

const MOST_EXAMPLES = 20;
/** One viewer of so many speaks TLS. */
const TLS_EVERY = 4;

const order = JSON.parse(process.argv[2]!) as ViewersOrder;
const oldest = new Array<number>(GROUPS).fill(1);
const known = new Map<string, number>();
const report: ViewersReport & { faults: number } = { answers: {}, faults: 0, examples: [] };
const run = { isOver: false };

process.on('message', (message: ViewersMessage) => {
  if (message === 'stop') run.isOver = true;
  else oldest[message.group] = message.oldest;
});
await Promise.all(Array.from({ length: order.viewers }, (_, at) => view(at % TLS_EVERY === 0)));
process.send?.(report, undefined, {}, () => process.disconnect?.());

async function view(isSecure: boolean): Promise<void> {
  const base = isSecure ? `https://127.0.0.1:${order.https}` : `http://127.0.0.1:${order.http}`;
  const client = new Client(base, { connect: { rejectUnauthorized: false } });
  while (!run.isOver) {
    const { kind, asked } = nextQuestion(isSecure);
    try {
      const fault = await ask(client, asked, kind);
      if (fault !== null) blame(`${kind} ${pathWithoutQuery(asked.path)}: ${fault}`);
    } catch (error) {
      blame(`${kind} ${pathWithoutQuery(asked.path)}: ${error}`);
    }
  }
  await client.destroy();
}

async function ask(client: Client, asked: Asked, kind: string): Promise<string | null> {
  const headers: Record<string, string> = { host: DOMAIN_NAME };
  if (asked.range !== null) headers.range = `bytes=${asked.range.join('-')}`;
  if (asked.knownGeneration !== null) headers['if-none-match'] = `"g${asked.knownGeneration}"`;
  const answer = await client.request({ path: asked.path, method: asked.method, headers });
  const body = Buffer.from(await answer.body.arrayBuffer());
  const told = answer.headers as Record<string, string | undefined>;
  const name = `${kind} ${answer.statusCode} ${told['x-cache']?.split(' ', 1)[0]}`;
  report.answers[name] = (report.answers[name] ?? 0) + 1;
  known.set(pathWithoutQuery(asked.path), generationOf(told.etag));
  if (known.size > order.objects) known.clear();
  return faultOf(asked, { status: answer.statusCode, headers: told, body });
}

/** Half are whole objects; the rest everything else that an edge does. The URLs were signed for http. */
function nextQuestion(isSecure: boolean): { kind: string; asked: Asked } {
  const group = Math.floor(Math.random() * GROUPS);
  // Some are asked for much more often than others.
  const number = Math.floor(Math.random() ** 3 * order.objects);
  const path = pathOf(group, 'kept', number);
  const asked: Asked = { path, method: 'GET', range: null, knownGeneration: null, oldest: oldest[group]! };
  const chance = Math.random();
  if (chance < 0.5) return { kind: 'whole', asked };
  if (chance < 0.6) return { kind: 'part', asked: { ...asked, range: partOf(path, Math.random()) } };
  if (chance < 0.7) return { kind: 'known', asked: { ...asked, knownGeneration: known.get(path) ?? null } };
  if (chance < 0.8 && !isSecure) return { kind: 'signed', asked: signedQuestion() };
  if (chance < 0.85) return { kind: 'head', asked: { ...asked, method: 'HEAD' } };
  if (chance < 0.93) return { kind: 'brief', asked: { ...asked, path: pathOf(group, 'brief', number) } };
  return { kind: 'passed', asked: { ...asked, path: pathOf(group, 'passed', number) } };
}

function signedQuestion(): Asked {
  const path = order.signedPaths[Math.floor(Math.random() * order.signedPaths.length)]!;
  const { group } = objectAt(pathWithoutQuery(path))!;
  return { path, method: 'GET', range: null, knownGeneration: null, oldest: oldest[group]! };
}

function blame(fault: string): void {
  report.faults += 1;
  if (report.examples.length < MOST_EXAMPLES) report.examples.push(fault);
}
