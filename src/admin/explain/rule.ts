/** Rules as explain cites them: the id that code and tests use, and what it says. */
import { sentenceOf } from '../../statements/statements.ts';

export interface CitedRule {
  readonly id: string;
  readonly sentence: string;
}

/** Statements, and the decisions of edgefront's own that a request can meet. */
export function citedRules(...ids: readonly string[]): CitedRule[] {
  return ids.map((id) => ({ id, sentence: DECISIONS[id] ?? sentenceOf(id) }));
}

const DECISIONS: Readonly<Record<string, string>> = {
  'D-2': 'Query strings and cookies are forwarded in era 12 only, HTTPS is served from era 10 on.',
  'D-4': "A fetch that others may share carries none of the viewer's conditions.",
  'D-6': 'A part of an object that is on its way as a whole is served from that fetch.',
  'D-8': 'An error that is never kept ends the stale object and is not stored in its place.',
  'D-10': 'A stale object that stands in for a failing origin is a Hit.',
  'D-12': 'What is too much gets 503; a request that came back, or went through too many proxies, 403.',
  'D-15': 'A distribution is served only where its price class covers the edge location.',
};
