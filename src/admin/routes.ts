/** Everything the operator's window answers, as data: one row for each method and path. */
import { record } from '../schema/description.ts';
import type { AdminOptions } from './admin-options.ts';
import { AdminRefusal, type Answer, json, text } from './answer.ts';
import { BENCH_FORM, sendFromBench } from './bench.ts';
import { explain } from './explain/explain.ts';
import { QUESTION_FORM, readQuestion } from './explain/question.ts';
import type { LiveFeed } from './live-feed.ts';
import { metricFamilies } from './metrics.ts';
import { CLOCK_FORM, clockReport, INVALIDATION_FORM, invalidate, moveClock } from './operations.ts';
import { PAGE_FILES } from './page-files.ts';
import { PROMETHEUS_TYPE, prometheusText } from './prometheus-text.ts';
import { distributionReport, edgeReport } from './reports.ts';
import { understand } from './request-body.ts';
import {
  BEHAVIOR_FORM,
  changeBehavior,
  describeLesson,
  ORIGIN_FORM,
  STEP_FORM,
  takeStep,
  troubleOrigin,
} from './switches.ts';

/** What a route is given of a request. */
export interface AdminRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; of a GET, undefined. */
  readonly body: unknown;
  /** Where those stand who follow what happens. */
  readonly feed: LiveFeed;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The form of the body or query, for whoever sent another. */
  readonly expected: string;
  answer(options: AdminOptions, request: AdminRequest): Answer | Promise<Answer>;
}

export const ROUTES: readonly Route[] = [
  ...PAGE_FILES.map(({ path, contentType, body }) => get(path, () => text(body, contentType))),
  get('/live', (_options, { feed, query }) => feed.follow(query.get('pop'))),
  get('/lesson', (options) => json(describeLesson(options))),
  post('/requests', BENCH_FORM, async (options, { body }) => json(await sendFromBench(options, body))),
  post('/origins', ORIGIN_FORM, (options, { body }) => json(troubleOrigin(options, body))),
  post('/behaviors', BEHAVIOR_FORM, (options, { body }) => json(changeBehavior(options, body))),
  post('/lesson', STEP_FORM, async (options, { body }) => json(await takeStep(options, body))),
  get('/health', (options) =>
    options.isReady() ? json({ status: 'ready' }) : json({ status: 'not ready' }, 503),
  ),
  get('/metrics', (options) => text(prometheusText(metricFamilies(options)), PROMETHEUS_TYPE)),
  get('/edges', (options) => json(options.edges().map(edgeReport))),
  get('/distributions', (options) => json(distributionReport(options.edges()))),
  get('/clock', (options) => json(clockReport(options))),
  get('/usage', usage),
  post('/clock', CLOCK_FORM, (options, { body }) => json(moveClock(options, body))),
  post('/invalidations', INVALIDATION_FORM, async (options, { body }) =>
    json(await invalidate(options, body)),
  ),
  post('/logs/flush', '{}', flushLogs),
  post('/explain', QUESTION_FORM, (options, { body }) => json(explainTo(options, body))),
];

type Answering = Route['answer'];

function get(path: string, answer: Answering): Route {
  return { method: 'GET', path, expected: `GET ${path}`, answer };
}

function post(path: string, expected: string, answer: Answering): Route {
  return { method: 'POST', path, expected, answer };
}

const USAGE_FORM = '/usage or /usage?format=csv';

/** ED-10, ED-11. */
async function usage(options: AdminOptions, { query }: AdminRequest): Promise<Answer> {
  await options.gather();
  switch (query.get('format') ?? 'json') {
    case 'json':
      return json(options.usage.report());
    case 'csv':
      return text(options.usage.csv(), 'text/csv; charset=utf-8');
    default:
      throw new AdminRefusal(400, 'there is no such format', USAGE_FORM);
  }
}

async function flushLogs(options: AdminOptions, { body }: AdminRequest): Promise<Answer> {
  understand(record({}), body, '{}');
  return json({ files: await options.flushLogs() });
}

function explainTo(options: AdminOptions, body: unknown): object {
  const viewerChoosesEdge = options.viewerChoosesEdge ?? true;
  return explain({ edges: options.edges(), viewerChoosesEdge, isLive: true }, readQuestion(body));
}
