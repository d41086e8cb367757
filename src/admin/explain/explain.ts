/**
 * What the edge locations would do with a request, and why. Nothing is decided here: the recipes that
 * serve requests are asked, and what they answer is written down. Nothing changes by asking.
 */
import { REFUSALS } from '../../policy/refusal.ts';
import { accessFacts } from './access-facts.ts';
import { behaviorFacts } from './behavior-facts.ts';
import { distributionFacts } from './distribution-facts.ts';
import { type EdgeView, viewEdge } from './edge-facts.ts';
import type { ExplainedEdge } from './explained-edge.ts';
import type { Explanation, ExplanationFacts, RequestFacts } from './explanation.ts';
import { keyFacts } from './key-facts.ts';
import { refusalNext } from './next-facts.ts';
import { originFacts } from './origin-facts.ts';
import type { Question } from './question.ts';
import { storyOf } from './story.ts';
import { momentText } from './time-text.ts';
import { ttlFacts } from './ttl-facts.ts';

export interface ExplainedFleet {
  /** In the order of the configuration; at least one. */
  readonly edges: readonly ExplainedEdge[];
  /** X-Edgefront-Pop counts. */
  readonly viewerChoosesEdge: boolean;
  /** What the edges hold is worth telling of. */
  readonly isLive: boolean;
}

export function explain(fleet: ExplainedFleet, question: Question): Explanation {
  const views = fleet.edges.map((edge) => viewEdge(edge, question, fleet.isLive));
  const facts = factsOf(fleet, question, views);
  return { ...facts, story: storyOf(facts) };
}

function factsOf(fleet: ExplainedFleet, question: Question, views: readonly EdgeView[]): ExplanationFacts {
  const view = chosenView(fleet, question, views);
  const edges = views.map((one) => one.facts);
  const request = requestFacts(question, views[0]!);
  const { isLive } = fleet;
  if (view === null) return { request, isLive, edges, ...NO_SUCH_EDGE };
  const { decision, holdings, facts } = view;
  return {
    request,
    isLive,
    pop: facts.pop,
    distribution: distributionFacts(decision),
    behavior: behaviorFacts(decision),
    access: accessFacts(decision),
    cacheKey: keyFacts(decision),
    originRequest: holdings === null ? null : originFacts(decision, holdings),
    ttl: ttlFacts(decision),
    edges,
    outcome: facts.next,
  };
}

/** D-15. */
const NO_SUCH_EDGE = {
  pop: null,
  distribution: null,
  behavior: null,
  access: null,
  cacheKey: null,
  originRequest: null,
  ttl: null,
  outcome: refusalNext(REFUSALS.unknownPop),
} as const;

/** As on the shared port: the one the viewer names, else the first that serves the Host; null if named wrongly. */
function chosenView(fleet: ExplainedFleet, question: Question, views: readonly EdgeView[]): EdgeView | null {
  const named = fleet.viewerChoosesEdge ? question.section.wantedPop : undefined;
  if (named !== undefined) return views.find(({ facts }) => facts.pop === named) ?? null;
  return views.find(({ decision }) => decision.edge.table.find(decision.hostName) !== null) ?? views[0]!;
}

function requestFacts(question: Question, { decision }: EdgeView): RequestFacts {
  const { method, url, clientAddress } = question;
  const pairs = Array.from({ length: question.headers.length / 2 }, (_, at) =>
    question.headers.slice(at * 2, at * 2 + 2),
  );
  const headers: Record<string, string> = Object.fromEntries(pairs);
  return { method, url, headers, clientAddress, at: momentText(decision.edge.clock.now()) };
}
