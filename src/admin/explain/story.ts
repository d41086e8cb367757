/** The explanation in words: a chapter for each step of the way, each rule with its id and what it says. */
import { accessChapter, behaviorChapter, distributionChapter } from './admission-chapters.ts';
import { keyChapter, originChapter, ttlChapter } from './cache-chapters.ts';
import { type Chapter, chapterLines } from './chapter.ts';
import { edgeChapter, outcomeChapter } from './edge-chapters.ts';
import type { ExplanationFacts } from './explanation.ts';

export function storyOf(facts: ExplanationFacts): string[] {
  return chaptersOf(facts).flatMap(chapterLines).slice(0, -1);
}

export function chaptersOf(facts: ExplanationFacts): Chapter[] {
  const { distribution, behavior, access, cacheKey, originRequest, ttl } = facts;
  const chapters: Chapter[] = [requestChapter(facts)];
  if (distribution !== null) chapters.push(distributionChapter(distribution));
  if (behavior !== null) chapters.push(behaviorChapter(behavior));
  if (access !== null) chapters.push(accessChapter(access));
  if (cacheKey !== null) chapters.push(keyChapter(cacheKey));
  if (originRequest !== null) chapters.push(originChapter(originRequest));
  if (ttl !== null) chapters.push(ttlChapter(ttl));
  chapters.push(...facts.edges.map(edgeChapter), outcomeChapter(facts));
  return chapters;
}

function requestChapter({ request, isLive }: ExplanationFacts): Chapter {
  const lines = [`from ${request.clientAddress}, at ${request.at} of simulated time`];
  if (!isLive) lines.push('No running edgefront was asked: nothing is known of what is stored.');
  return { title: `${request.method} ${request.url}`, lines, rules: [] };
}
