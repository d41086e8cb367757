/** The request bench: what would happen with a request and why, and then what does happen. */

import { parsePlace } from '../distribution/city.ts';
import { distanceKm } from '../distribution/distance.ts';
import { findHeader } from '../http/header-list.ts';
import { dictionary, optional, record } from '../schema/description.ts';
import { boolean, oneOf, text } from '../schema/scalar.ts';
import type { AdminOptions } from './admin-options.ts';
import { AdminRefusal } from './answer.ts';
import type { Chapter } from './explain/chapter.ts';
import { explain } from './explain/explain.ts';
import { type Question, readQuestion } from './explain/question.ts';
import { chaptersOf } from './explain/story.ts';
import { hostNameOf } from './host-guard.ts';
import { understand } from './request-body.ts';
import type { BenchAnswer, BenchRequest } from './stage.ts';

export const BENCH_FORM =
  '{"url": "http://host/path", "method": "GET", "headers": {"Name": "value"}, "viewer": "FRA" or "50.03,8.57", "pop": "FRA2" or "nearest", "sends": true}; only url is needed';

const Asked = record({
  url: text({ min: 1 }),
  method: optional(oneOf('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'), 'GET'),
  headers: optional(dictionary(text({ keepsSpace: true })), new Map<string, string>()),
  viewer: optional(text({ min: 1 }), null),
  pop: optional(text({ min: 1 }), null),
  sends: optional(boolean, true),
});

/** What came of a request that was explained and then sent. */
export interface BenchResult {
  /** As the edge location was about to see it. */
  readonly pop: string | null;
  readonly says: string;
  readonly chapters: readonly Chapter[];
  /** Null when it was only to be explained. */
  readonly answer: BenchAnswer | null;
}

/** Throws a 400 with every problem, a 502 when no port for viewers answers. */
export async function sendFromBench(options: AdminOptions, body: unknown): Promise<BenchResult> {
  const { sends, ...asked } = understand(Asked, body, BENCH_FORM);
  if (asked.viewer !== null && parsePlace(asked.viewer) === null) {
    throw new AdminRefusal(400, `viewer ${asked.viewer} is no place`, BENCH_FORM);
  }
  const request = asked.pop === NEAREST ? { ...asked, pop: nearestPop(options, asked) } : asked;
  return await ask(options, request, sends);
}

/** No POP code: it has small letters. */
const NEAREST = 'nearest';

/**
 * The edge location that the DNS of a CDN would name to the viewer: the nearest of those that serve the host. Null,
 * which leaves it to the shared port, for a viewer who does not say where it is, or a host that nobody serves.
 */
function nearestPop({ edges, stage }: AdminOptions, request: BenchRequest): string | null {
  const viewer = request.viewer === null ? null : parsePlace(request.viewer);
  if (viewer === null) return null;
  const host = hostNameOf(questionOf({ ...request, pop: null }).host) ?? '';
  const serving = edges().flatMap(({ pop, table }) => {
    const place = stage.placeOfEdge(pop);
    return place === null || table.find(host) === null ? [] : [{ pop, km: distanceKm(viewer, place) }];
  });
  return serving.sort((one, other) => one.km - other.km)[0]?.pop ?? null;
}

/** Explains it by what is stored now, before anything changes by asking. */
export async function ask(
  options: Pick<AdminOptions, 'edges' | 'stage'>,
  request: BenchRequest,
  sends = true,
): Promise<BenchResult> {
  const { edges, stage } = options;
  const story = explain({ edges: edges(), viewerChoosesEdge: true, isLive: true }, questionOf(request));
  const answer = sends ? await send(stage, request) : null;
  return { pop: story.pop, says: story.outcome.says, chapters: chaptersOf(story), answer };
}

async function send(stage: AdminOptions['stage'], request: BenchRequest): Promise<BenchAnswer> {
  try {
    return await stage.send(request);
  } catch (error) {
    if (error instanceof AdminRefusal) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AdminRefusal(502, `no answer: ${reason}`, 'a port for viewers that is open');
  }
}

/** Throws a 400 for headers that speak about the connection, which is not the asker's. */
function questionOf({ url, method, headers, pop }: BenchRequest): Question {
  const named = pop === null ? {} : { 'X-Edgefront-Pop': pop };
  const question = readQuestion({ url, method, headers: { ...Object.fromEntries(headers), ...named } });
  const framing = FRAMING.find((name) => findHeader(question.headers, name) !== undefined);
  if (framing === undefined) return question;
  throw new AdminRefusal(400, `headers.${framing} is the connection's own business`, BENCH_FORM);
}

const FRAMING = ['connection', 'content-length', 'expect', 'te', 'trailer', 'transfer-encoding', 'upgrade'];
