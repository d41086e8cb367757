/** The way to the edge locations and the news back, and what a restart leaves of it. */
import { expect, test } from 'vitest';
import { DELAY_SECONDS, planeSetting, xml } from './plane-setting.ts';
import { bucketOrigin, distributionConfig } from './request-documents.ts';

type Setting = ReturnType<typeof planeSetting>;

const update = (
  control: Setting,
  id: string,
  etag: string,
  parts: Parameters<typeof distributionConfig>[0],
) =>
  control.call('UpdateDistribution', {
    id,
    ifMatch: etag,
    body: xml('DistributionConfig', distributionConfig(parts)),
  }).etag!;
const statusOf = (control: Setting, id: string) =>
  control.document('Distribution', 'GetDistribution', { id }).Status;

test('CA-184: each edge location has a write at a moment of its own; Deployed only when all have', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  const seen: [number, string][] = [];
  for (let second = 0; second <= DELAY_SECONDS; second++) {
    seen.push([control.fleet.holding((one) => one.id === id), statusOf(control, id)]);
    control.clock.advance(1);
  }
  expect(seen).toEqual([
    [0, 'InProgress'],
    [0, 'InProgress'],
    [1, 'InProgress'],
    [1, 'InProgress'],
    [2, 'InProgress'],
    [2, 'InProgress'],
    [3, 'Deployed'],
  ]);
});

test('CA-184: a write that follows another is Deployed after its own delay, the earlier one at its time', () => {
  const control = planeSetting();
  const first = control.createDistribution();
  control.clock.advance(3);
  const second = control.createDistribution({ CallerReference: 'second' });
  control.clock.advance(3);
  expect([statusOf(control, first.id), statusOf(control, second.id)]).toEqual(['Deployed', 'InProgress']);
  control.clock.advance(3);
  expect(statusOf(control, second.id)).toBe('Deployed');
});

test('CA-184: an update on the way keeps a distribution InProgress when the earlier write arrives', () => {
  const control = planeSetting();
  const { id, etag } = control.createDistribution();
  control.clock.advance(3);
  update(control, id, etag, { Comment: 'new' });
  control.clock.advance(3);
  expect(statusOf(control, id)).toBe('InProgress');
  control.clock.advance(3);
  expect(statusOf(control, id)).toBe('Deployed');
  expect(control.fleet.holding(({ config }) => config.Comment === 'new')).toBe(3);
});

test('CA-192: with no delay the next look sees it Deployed, the answer itself does not', () => {
  const control = planeSetting({ delaySeconds: 0 });
  const body = xml('DistributionConfig', distributionConfig());
  const created = control.document('Distribution', 'CreateDistribution', { body });
  expect(created.Status).toBe('InProgress');
  control.clock.tick(0);
  expect(statusOf(control, created.Id)).toBe('Deployed');
});

test('D-2: the edges are told the version of the last accepted write', () => {
  const control = planeSetting();
  const origin = bucketOrigin();
  const { id, etag } = control.createDistribution({ origin });
  const body = xml('DistributionConfig', distributionConfig({ origin }), '2010-11-01');
  control.call('UpdateDistribution', { id, ifMatch: etag, version: '2010-11-01', body });
  control.deployed();
  expect(control.fleet.edges[0]!.documents.map(({ version }) => version)).toEqual(['2010-11-01']);
});

test('CA-185: edges are told that a distribution is disabled', () => {
  const control = planeSetting();
  const { id, etag } = control.createDistribution();
  control.deployed();
  update(control, id, etag, { Enabled: false });
  control.clock.advance(DELAY_SECONDS - 1);
  expect(control.fleet.holding(({ config }) => config.Enabled)).toBe(1);
  control.clock.advance(1);
  expect(control.fleet.holding(({ config }) => config.Enabled)).toBe(0);
});

test('a deleted distribution leaves the edges, and what they stored for it', () => {
  const control = planeSetting();
  const { id, etag } = control.createDistribution({ Enabled: false, Aliases: ['www.example.org'] });
  control.invalidate(id);
  control.deployed();
  control.call('DeleteDistribution', { id, ifMatch: etag });
  expect(control.plane.invalidations.count(id)).toBe(0);
  control.deployed();
  expect(control.fleet.holding((one) => one.id === id)).toBe(0);
  expect(control.fleet.forgotten).toEqual([id]);
  const again = control.createDistribution({ CallerReference: 'again', Aliases: ['www.example.org'] });
  expect(again.id).not.toBe(id);
});

test('a streaming distribution is Deployed in its time, without a new table for the edges', () => {
  const control = planeSetting();
  const { id } = control.createStreaming();
  const before = control.fleet.edges.map(({ documents }) => documents);
  control.deployed();
  const { Status } = control.document('StreamingDistribution', 'GetStreamingDistribution', { id });
  expect(Status).toBe('Deployed');
  for (const [at, { documents }] of control.fleet.edges.entries()) expect(documents).toBe(before[at]);
});

test('an identity that is gone reads nothing: the edges are not told of it', () => {
  const identities = [{ id: 'E2OAI3456789ABC', comment: '', account: '111122223333' }];
  const control = planeSetting({ file: { distributions: [], identities } });
  control.createDistribution({ origin: bucketOrigin('E2OAI3456789ABC') });
  control.deployed();
  const told = () =>
    control.fleet.edges[0]!.documents.map(
      ({ config }) => config.Origins[0]?.S3OriginConfig?.OriginAccessIdentity,
    );
  expect(told()).toEqual(['origin-access-identity/cloudfront/E2OAI3456789ABC']);
  control.reload({ file: { distributions: [], identities: [] } });
  control.deployed();
  expect(told()).toEqual(['']);
});

test('after a restart everything is as it was, and the edges begin with it: Deployed (D-16)', () => {
  const control = planeSetting();
  const { id, etag } = control.createDistribution({ Aliases: ['www.example.org'], Comment: 'kept' });
  const streaming = control.createStreaming();
  const invalidation = control.invalidate(id);
  const before = control.call('GetDistribution', { id });
  expect(statusOf(control, id)).toBe('InProgress');
  control.restart();
  expect(control.fleet.holding((one) => one.id === id)).toBe(3);
  const after = control.call('GetDistribution', { id });
  expect(after.etag).toBe(etag);
  const { value } = before.document!;
  expect(after.document!.value).toMatchObject({ ...(value as object), Status: 'Deployed' });
  const shown = control.document('StreamingDistribution', 'GetStreamingDistribution', { id: streaming.id });
  expect(shown.Status).toBe('Deployed');
  control.clock.tick(0);
  expect(
    control.document('Invalidation', 'GetInvalidation', { id, invalidationId: invalidation }).Status,
  ).toBe('Completed');
  expect(control.fleet.edges.map((edge) => edge.invalidations.length)).toEqual([1, 1, 1]);
  expect(control.document('DistributionList', 'ListDistributions').Quantity).toBe(1);
});
