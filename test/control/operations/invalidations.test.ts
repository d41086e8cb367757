/** Invalidations: asked for, on their way, complete. */
import { expect, test } from 'vitest';
import { type Call, OTHER_ACCOUNT, type PlaneSetting, planeSetting, xml } from '../plane-setting.ts';
import { invalidationBatch } from '../request-documents.ts';

const body = (parts: Parameters<typeof invalidationBatch>[0] = {}) =>
  xml('InvalidationBatch', invalidationBatch(parts));
const statusOf = (control: PlaneSetting, id: string, invalidationId: string) =>
  control.document('Invalidation', 'GetInvalidation', { id, invalidationId }).Status;
const running = (control: PlaneSetting, id: string) =>
  control.document('Distribution', 'GetDistribution', { id }).InProgressInvalidationBatches;

test('CA-34 CA-35 CA-55 CA-65: a new one answers 201 with Location, without ETag', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  const Paths = ['/cat.jpg', '/d%C3%B6gs/*', '/dogs/'];
  const result = control.call('CreateInvalidation', { id, body: body({ Paths }) });
  const Id = result.location!.split('/').at(-1)!;
  expect(Id).toMatch(/^I[A-Z0-9]{14}$/);
  const value = {
    ...{ Id, Status: 'InProgress', CreateTime: '2013-06-01T00:00:00Z' },
    InvalidationBatch: { Paths, CallerReference: 'clean' },
  };
  expect(result).toEqual({
    ...{ status: 201, etag: null, location: `distribution/${id}/invalidation/${Id}` },
    document: { name: 'Invalidation', value },
  });
});

test('CA-57 CA-188 IN-6 IN-7: InProgress until the last edge location has it, then Completed', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  const { etag } = control.call('GetDistribution', { id });
  const invalidation = control.invalidate(id);
  expect(running(control, id)).toBe(1);
  control.clock.advance(5);
  const arrived = control.fleet.edges.map((edge) => edge.invalidations.length);
  expect(arrived).toEqual([1, 1, 0]);
  expect(statusOf(control, id, invalidation)).toBe('InProgress');
  control.clock.advance(1);
  expect(control.fleet.edges.map((edge) => edge.invalidations.length)).toEqual([1, 1, 1]);
  expect(statusOf(control, id, invalidation)).toBe('Completed');
  expect(running(control, id)).toBe(0);
  expect(control.call('GetDistribution', { id }).etag).toBe(etag);
});

test('CA-212 CA-280 CA-290 IN-4 IN-5 LQ-19: three at once, per distribution', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  const other = control.createDistribution({ CallerReference: 'other' });
  for (const CallerReference of ['a', 'b', 'c']) control.invalidate(id, { CallerReference });
  const fourth: Call = { id, body: body({ CallerReference: 'd' }) };
  expect(control.code('CreateInvalidation', fourth)).toBe('TooManyInvalidationsInProgress');
  expect(running(control, id)).toBe(3);
  expect(control.code('CreateInvalidation', { ...fourth, id: other.id })).toBeNull();
  control.deployed();
  expect(control.code('CreateInvalidation', fourth)).toBeNull();
});

test('CA-169 CA-171 CA-172 CA-173 CA-251 IN-15: the reference again, with the same paths or others', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  const Paths = ['/a', '/b'];
  const invalidation = control.invalidate(id, { Paths });
  control.deployed();
  const again = control.document('Invalidation', 'CreateInvalidation', { id, body: body({ Paths }) });
  expect(again).toMatchObject({ Id: invalidation, Status: 'Completed' });
  expect(control.fleet.edges[0]!.invalidations).toHaveLength(1);
  const others: Call = { id, body: body({ Paths: ['/a'] }) };
  expect(control.code('CreateInvalidation', others)).toBe('InvalidationBatchAlreadyExists');
  const { id: second } = control.createDistribution({ CallerReference: 'second' });
  expect(control.code('CreateInvalidation', { ...others, id: second })).toBeNull();
});

test('CA-171: a replay is answered while three are running', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  for (const CallerReference of ['a', 'b', 'c']) control.invalidate(id, { CallerReference });
  expect(control.code('CreateInvalidation', { id, body: body({ CallerReference: 'a' }) })).toBeNull();
});

test('CA-56 CA-189 CA-198: the list is newest first and keeps what is complete', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  const first = control.invalidate(id, { CallerReference: 'a' });
  control.deployed();
  const second = control.invalidate(id, { CallerReference: 'b' });
  const list = control.document('InvalidationList', 'ListInvalidations', { id });
  expect(list.Items.map(({ Id, Status }) => [Id, Status])).toEqual([
    [second, 'InProgress'],
    [first, 'Completed'],
  ]);
  expect(list.Quantity).toBe(2);
});

test('CA-197 CA-199: total and markers are those of the one distribution', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  const { id: other } = control.createDistribution({ CallerReference: 'other' });
  const invalidation = control.invalidate(id);
  expect(control.document('InvalidationList', 'ListInvalidations', { id: other }).Quantity).toBe(0);
  expect(control.code('ListInvalidations', { id: other, marker: invalidation })).toBe('InvalidArgument');
});

test('CA-259 CA-262: what does not exist', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  const invalidationId = control.invalidate(id);
  const { id: other } = control.createDistribution({ CallerReference: 'other' });
  const nowhere = { id: 'E1ABCDEFGHIJ234', invalidationId };
  expect(control.code('GetInvalidation', nowhere)).toBe('NoSuchDistribution');
  expect(control.code('ListInvalidations', nowhere)).toBe('NoSuchDistribution');
  expect(control.code('CreateInvalidation', nowhere)).toBe('NoSuchDistribution');
  expect(control.code('GetInvalidation', { id: other, invalidationId })).toBe('NoSuchInvalidation');
  expect(control.code('GetInvalidation', { id, invalidationId: 'I1ABCDEFGHIJ234' })).toBe(
    'NoSuchInvalidation',
  );
  expect(control.code('CreateInvalidation', { id, account: OTHER_ACCOUNT })).toBe('NoSuchDistribution');
  expect(control.code('CreateInvalidation', { id })).toBe('MissingBody');
});

test.each([
  ['means itself', false],
  ['is any run of characters when a setting says so', true],
])('CA-345 IN-3: a * in a path %s', (_, expandsWildcards) => {
  const control = planeSetting({ expandsWildcards });
  const { id: distributionId } = control.createDistribution();
  control.invalidate(distributionId, { Paths: ['/img/*'] });
  control.deployed();
  const sent = { distributionId, paths: ['/img/*'], expandsWildcards };
  expect(control.fleet.edges.map((edge) => edge.invalidations)).toEqual([[sent], [sent], [sent]]);
});
