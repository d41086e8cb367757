/** The request at every edge location, and how it ends. */
import type { Chapter } from './chapter.ts';
import type { EdgeFacts, FillFacts, ObjectFacts } from './edge-facts.ts';
import type { ExplanationFacts } from './explanation.ts';
import { secondsText } from './time-text.ts';

export function edgeChapter(facts: EdgeFacts): Chapter {
  const { pop, region, generation, cached, object, fill, next } = facts;
  const lines = cached === null ? [] : [`${cached}${object === null ? '' : `: ${answerText(object)}`}`];
  if (object !== null) lines.push(...objectLines(object));
  if (fill !== null) lines.push(fillText(fill));
  lines.push(`→ ${next.says}`);
  lines.push(...next.outcomes.map(({ originStatus, says }) => `  if it answers ${originStatus}: ${says}`));
  const rules = [...(object?.rules ?? []), ...next.rules];
  return { title: `Edge location ${pop} (${region}), configuration ${generation}`, lines, rules };
}

export function outcomeChapter({ pop, outcome }: ExplanationFacts): Chapter {
  const where = pop === null ? 'Before any edge location' : `At ${pop}, which serves it on the shared port`;
  return { title: 'Outcome', lines: [`${where}: ${outcome.says}`], rules: [] };
}

function answerText({ status, bodyBytes, etag, lastModified }: ObjectFacts): string {
  const validators = [etag, lastModified].filter((one) => one !== null).join(', ');
  return `${status}, ${bodyBytes} bytes, ${validators === '' ? 'without validators' : validators}`;
}

function objectLines(object: ObjectFacts): string[] {
  const { storedAt, ageSeconds, ttlSeconds, minSeconds, ttlFrom } = object;
  const { freshUntil, freshForSeconds, isStandingIn } = object;
  const from = ttlFrom === null ? 'the origin did not say' : `from ${ttlFrom}`;
  const least = object.status < 400 && minSeconds > 0 ? `, at least ${secondsText(minSeconds)} here` : '';
  const lines = [
    `stored at ${storedAt}, Age ${ageSeconds}`,
    `TTL ${secondsText(ttlSeconds)}: ${from}${least}`,
    freshForSeconds > 0
      ? `fresh for ${secondsText(freshForSeconds)} more, until ${freshUntil}`
      : `stale for ${secondsText(-freshForSeconds)}, since ${freshUntil}`,
  ];
  return isStandingIn ? [...lines, 'past its TTL, standing in for an origin that failed'] : lines;
}

function fillText({ state, readers, bytesSoFar }: FillFacts): string {
  return `on its way from the origin: ${state}, ${bytesSoFar} bytes so far, ${readers} reading`;
}
