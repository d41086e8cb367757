/** What a request may change: the clock and what is stored. */
import { MAX_INVALIDATION_PATH_LENGTH, MAX_INVALIDATION_PATHS } from '../distribution/limits.ts';
import { list, record } from '../schema/description.ts';
import { number, text } from '../schema/scalar.ts';
import type { AdminOptions } from './admin-options.ts';
import { AdminRefusal } from './answer.ts';
import { LAST_MOMENT_MS, MAX_ADVANCE_SECONDS } from './limits.ts';
import { knownDistributions } from './reports.ts';
import { understand } from './request-body.ts';

export const CLOCK_FORM = `{"advanceSeconds": 0 to ${MAX_ADVANCE_SECONDS}}`;

const ClockMove = record({ advanceSeconds: number({ min: 0, max: MAX_ADVANCE_SECONDS }) });

/** Moves the simulated clock forward and tells the new time, ISO 8601. */
export function moveClock({ clock }: AdminOptions, body: unknown): object {
  const { advanceSeconds } = understand(ClockMove, body, CLOCK_FORM);
  if (clock.now() + advanceSeconds * 1000 > LAST_MOMENT_MS) {
    throw new AdminRefusal(400, 'advanceSeconds leads beyond the year 9999', CLOCK_FORM);
  }
  clock.advance(advanceSeconds);
  return clockReport({ clock });
}

/** Simulated and real time, ISO 8601. */
export function clockReport({ clock }: Pick<AdminOptions, 'clock'>): object {
  return { now: new Date(clock.now()).toISOString(), realNow: new Date(clock.realNow()).toISOString() };
}

export const INVALIDATION_FORM = '{"distribution": id, "paths": ["/path", "/folder/*", …]}';

/** Compared with what viewers send byte for byte (IN-12), so only what they can send is of use. */
const InvalidationPath = text({
  max: MAX_INVALIDATION_PATH_LENGTH,
  pattern: /^\/[\x21-\x7e]*$/,
  says: 'must begin with / and hold only characters that viewers send (others percent-encoded)',
  keepsSpace: true,
});

const Invalidation = record({
  distribution: text({ min: 1 }),
  paths: list(InvalidationPath, { min: 1, max: MAX_INVALIDATION_PATHS }),
});

/** Complete on every edge location when it answers; `*` stands for anything (D-17, IN-13). */
export async function invalidate(options: AdminOptions, body: unknown): Promise<object> {
  const { distribution, paths } = understand(Invalidation, body, INVALIDATION_FORM);
  const edges = options.edges();
  const ids = knownDistributions(edges).map((one) => one.id);
  if (!ids.includes(distribution)) {
    const known = ids.length === 0 ? 'there are no distributions' : `one of ${ids.join(', ')}`;
    throw new AdminRefusal(404, `there is no distribution ${distribution}`, known);
  }
  await options.invalidate({ distributionId: distribution, paths, expandsWildcards: true });
  return { distribution, paths, edges: edges.map(({ pop }) => pop) };
}
