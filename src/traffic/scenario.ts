/**
 * A scenario, described once: what is asked for, by whom, when, and what the origin does meanwhile. Type, reading,
 * problems and JSON Schema come from here.
 */
import { popCode } from '../distribution/pop-code.ts';
import { REGIONS } from '../distribution/region.ts';
import { type Infer, list, optional, record } from '../schema/description.ts';
import { allOptional } from '../schema/group.ts';
import { seconds, size } from '../schema/quantity.ts';
import { boolean, integer, number, oneOf, text } from '../schema/scalar.ts';
import { Sizes } from './size-distribution.ts';
import { Thresholds } from './thresholds.ts';

/** Edge locations of a scenario, or of a replay that goes by none. */
export const MOST_EDGES = 2000;
const MIB = 1024 ** 2;
const share = number({ min: 0, max: 1 });
const name = text({
  pattern: /^[a-z0-9][a-z0-9-]{0,31}$/,
  says: 'must be small letters, digits and hyphens',
});
const file = text({ min: 1, pattern: /^[^\0]*$/, says: 'must be a path' });

/** How an origin fails: an error status, a connection refused or broken off in the body, or silence. */
const Failures = record({
  share: optional(share, 1),
  how: optional(oneOf('status', 'refuse', 'cut', 'stall'), 'status'),
  status: optional(integer({ min: 400, max: 599 }), 503),
});

const Edge = record({
  pop: popCode,
  region: optional(oneOf(...REGIONS), null),
  cache: optional(size(1), 64 * MIB),
  weight: optional(number({ min: 0, max: 1_000_000 }), 1),
});

const CacheabilityClass = record({
  name,
  share: optional(number({ min: 0, max: 1_000_000 }), 1),
  cacheControl: optional(text({ max: 200, pattern: /^[ -~]*$/, says: 'must be a header value' }), null),
  etag: optional(boolean, true),
});

const Catalogue = record({
  objects: integer({ min: 1, max: 100_000_000 }),
  zipf: optional(number({ min: 0, max: 5 }), 0.9),
  sizes: Sizes,
  classes: optional(list(CacheabilityClass, { min: 1, max: 20 }), [
    { name: 'object', share: 1, cacheControl: 'max-age=86400', etag: true },
  ]),
});

const Variants = record({ share, variants: optional(integer({ min: 1, max: 1_000_000 }), 10) });
const NO_VARIANTS = { share: 0, variants: 1 };

const Viewers = allOptional({
  heads: optional(share, 0),
  ranges: optional(share, 0),
  rangeBytes: optional(size(1), 64 * 1024),
  conditionals: optional(share, 0),
  gzip: optional(share, 1),
  signed: optional(share, 0),
  https: optional(boolean, false),
  queries: optional(Variants, NO_VARIANTS),
  cookies: optional(Variants, NO_VARIANTS),
});

const Arrival = allOptional({
  connections: optional(integer({ min: 1, max: 10_000 }), 64),
  requestsPerSecond: optional(number({ min: 0.001, max: 10_000_000 }), null),
  spacing: optional(oneOf('random', 'even'), 'random'),
  timeoutSeconds: optional(seconds(1), 10),
});

const Origin = allOptional({
  port: optional(integer({ min: 0, max: 65_535 }), 0),
  latencyMs: optional(number({ min: 0, max: 600_000 }), 0),
  jitterMs: optional(number({ min: 0, max: 600_000 }), 0),
  bytesPerSecond: optional(size(1), null),
  failures: optional(Failures, null),
});

const Phase = record({
  name,
  kind: optional(oneOf('warm-up', 'steady', 'flash-crowd', 'invalidation-storm', 'origin-outage'), 'steady'),
  seconds: seconds(0.1),
  rate: optional(number({ min: 0.001, max: 1000 }), 1),
  crowd: optional(record({ objects: optional(integer({ min: 1 }), 1), share: optional(share, 0.5) }), null),
  invalidations: optional(
    record({
      perSecond: optional(number({ min: 0.001, max: 1000 }), 1),
      paths: optional(integer({ min: 1, max: 1000 }), 10),
    }),
    null,
  ),
  failures: optional(Failures, null),
  thresholds: Thresholds,
});

export const Scenario = record({
  title: optional(text({ max: 200 }), ''),
  seed: optional(integer({ min: 0, max: 2 ** 31 - 1 }), 1),
  config: optional(file, null),
  edges: optional(list(Edge, { min: 1, max: MOST_EDGES }), null),
  minTTL: optional(seconds(0), 0),
  forward: allOptional({
    query: optional(boolean, true),
    cookies: optional(list(text({ min: 1, max: 100 })), []),
  }),
  catalogue: Catalogue,
  viewers: Viewers,
  arrival: Arrival,
  origin: Origin,
  upperTier: optional(record({ cache: size(1) }), null),
  phases: list(Phase, { min: 1, max: 100 }),
  thresholds: Thresholds,
});

export type Scenario = Infer<typeof Scenario>;
/** Who is asked: the scenario's own edge locations, or those of a configuration. */
export type PlayedEdge = Infer<typeof Edge>;
/** A scenario with its edge locations known. */
export type PlayedScenario = Scenario & { readonly edges: readonly PlayedEdge[] };
export type ScenarioPhase = Infer<typeof Phase>;
export type Failures = Infer<typeof Failures>;
