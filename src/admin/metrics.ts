/** What is measured, as metric families: one table of numbers per edge location, and some of the whole. */
import type { AdminEdge } from './admin-edge.ts';
import type { AdminOptions } from './admin-options.ts';
import type { MetricFamily, Sample } from './prometheus-text.ts';

export function metricFamilies(options: AdminOptions): MetricFamily[] {
  const edges = options.edges();
  const ofEdges = EDGE_METRICS.map(({ name, type, help, value }) => {
    const samples = edges.map((edge) => ({ labels: { pop: edge.pop }, value: value(edge) }));
    return { name, type, help, samples };
  });
  return [requests(edges), ...ofEdges, ...wholeFamilies(options)];
}

interface EdgeMetric extends Omit<MetricFamily, 'samples'> {
  value(edge: AdminEdge): number;
}

const EDGE_METRICS: readonly EdgeMetric[] = [
  counter('origin_requests', 'Requests sent to origins, revalidations included.', originRequests),
  counter('origin_faults', 'Requests to origins that ended in an origin fault.', originFaults),
  counter('origin_bytes', 'Body bytes received from origins.', (edge) => edge.totals.originBytes),
  counter('viewer_bytes', 'Bytes sent to viewers, headers included.', (edge) => edge.totals.viewerBytes),
  counter('collapsed_requests', "Requests answered from another viewer's fetch.", followers),
  counter('evictions', 'Stored objects removed for want of space.', (edge) => edge.store.evictions),
  gauge('exchanges_in_flight', 'Viewer requests begun and not yet finished.', (edge) => edge.totals.inFlight),
  gauge('fills_in_flight', 'Objects being fetched.', (edge) => edge.fills.count),
  gauge('stored_objects', 'Objects stored, fresh and stale.', (edge) => edge.store.count),
  gauge('stored_bytes', 'Bytes of stored objects, bookkeeping included.', (edge) => edge.store.bytes),
  gauge('capacity_bytes', 'Bytes that may be stored.', (edge) => edge.store.limits.capacityBytes),
  gauge('pinned_bytes', 'Bytes held for viewers and fetches, beside stored objects.', pinnedBytes),
  gauge(
    'configuration_generation',
    'Number of the configuration held, counted since the start.',
    (edge) => edge.generation,
  ),
];

function counter(name: string, help: string, value: (edge: AdminEdge) => number): EdgeMetric {
  return { name: `edgefront_${name}_total`, type: 'counter', help, value };
}

function gauge(name: string, help: string, value: (edge: AdminEdge) => number): EdgeMetric {
  return { name: `edgefront_${name}`, type: 'gauge', help, value };
}

function originRequests(edge: AdminEdge): number {
  return edge.totals.originRequests;
}

function originFaults(edge: AdminEdge): number {
  return edge.totals.originFaults;
}

function followers(edge: AdminEdge): number {
  return edge.totals.followers;
}

/** Bytes of fetches under way, and of objects no longer stored that slow viewers still read. */
export function pinnedBytes(edge: AdminEdge): number {
  return edge.fills.pinnedBytes + edge.store.pinnedBytes;
}

function requests(edges: readonly AdminEdge[]): MetricFamily {
  const help = 'Viewer requests finished, by result type.';
  const samples = edges.flatMap(({ pop, totals }) =>
    Object.entries(totals.requests).map(([result, value]) => ({ labels: { pop, result }, value })),
  );
  return { name: 'edgefront_requests_total', type: 'counter', help, samples };
}

function wholeFamilies(options: AdminOptions): MetricFamily[] {
  const offsetSeconds = (options.clock.now() - options.clock.realNow()) / 1000;
  return [
    {
      name: 'edgefront_ready',
      type: 'gauge',
      help: 'Whether requests are served: 1, or 0 while starting and draining.',
      samples: single(options.isReady() ? 1 : 0),
    },
    {
      name: 'edgefront_clock_offset_seconds',
      type: 'gauge',
      help: 'How far simulated time is ahead of real time.',
      samples: single(offsetSeconds),
    },
    {
      name: 'edgefront_problems_total',
      type: 'counter',
      help: 'Problems told in the log: files that could not be written, workers that died, mistakes.',
      samples: single(options.problems()),
    },
    {
      name: 'edgefront_log_records_dropped_total',
      type: 'counter',
      help: 'Access log records lost because their files could not be written.',
      samples: single(options.droppedRecords()),
    },
  ];
}

function single(value: number): Sample[] {
  return [{ labels: {}, value }];
}
