import { expect, test } from 'vitest';
import { prometheusText } from '../../src/admin/prometheus-text.ts';
import { Setting } from './setting.ts';

test('each number under its name, labelled by edge location', async () => {
  await using setting = await Setting.open();
  const [iad, nrt] = setting.edges;
  Object.assign(iad!.totals, {
    originRequests: 5,
    originFaults: 1,
    originBytes: 1000,
    viewerBytes: 2000,
    inFlight: 2,
  });
  iad!.totals.requests.RefreshHit = 4;
  nrt!.keep(nrt!.placeOf('/a'));
  nrt!.fills.claim(nrt!.placeOf('/b'));
  setting.problems = 3;
  setting.droppedRecords = 6;
  setting.clock.advance(90);
  const { text, headers } = await setting.get('/metrics');
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = text.split('\n');
  for (const line of [
    'edgefront_requests_total{pop="IAD2",result="RefreshHit"} 4',
    'edgefront_requests_total{pop="NRT4",result="CapacityExceeded"} 0',
    'edgefront_origin_requests_total{pop="IAD2"} 5',
    'edgefront_origin_faults_total{pop="IAD2"} 1',
    'edgefront_origin_bytes_total{pop="IAD2"} 1000',
    'edgefront_viewer_bytes_total{pop="IAD2"} 2000',
    'edgefront_exchanges_in_flight{pop="IAD2"} 2',
    'edgefront_fills_in_flight{pop="NRT4"} 1',
    'edgefront_stored_objects{pop="NRT4"} 1',
    `edgefront_stored_bytes{pop="NRT4"} ${nrt!.store.bytes}`,
    'edgefront_capacity_bytes{pop="NRT4"} 100000',
    'edgefront_evictions_total{pop="NRT4"} 0',
    'edgefront_pinned_bytes{pop="NRT4"} 0',
    'edgefront_ready 1',
    'edgefront_clock_offset_seconds 90',
    'edgefront_problems_total 3',
    'edgefront_log_records_dropped_total 6',
  ]) {
    expect(lines).toContain(line);
  }
});

test('the conventions: help and type before the samples, _total for counters and nothing else', async () => {
  await using setting = await Setting.open();
  const { text } = await setting.get('/metrics');
  const families = text.split(/^(?=# HELP )/m);
  expect(families.length).toBeGreaterThan(10);
  for (const family of families) {
    const [, name, type] = /^# HELP (edgefront_[a-z_]+) .+\.\n# TYPE \1 (counter|gauge)\n/.exec(family) ?? [];
    expect(name, family).toBeDefined();
    expect(name!.endsWith('_total'), name).toBe(type === 'counter');
    const samples = family.trimEnd().split('\n').slice(2);
    for (const sample of samples) expect(sample).toMatch(new RegExp(`^${name}(\\{[^}]+\\})? [0-9.]+$`));
  }
});

test('labels and help are escaped', () => {
  const samples = [{ labels: { pop: 'a"b\\c\nd' }, value: 1 }];
  expect(prometheusText([{ name: 'x', type: 'gauge', help: 'a\\b\nc', samples }])).toBe(
    '# HELP x a\\\\b\\nc\n# TYPE x gauge\nx{pop="a\\"b\\\\c\\nd"} 1\n',
  );
});
