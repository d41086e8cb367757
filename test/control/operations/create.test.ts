/** Creating, and creating again: caller references, limits, names. */
import { expect, test } from 'vitest';
import type { ActionName } from '../../../src/control/api-request.ts';
import { DEFAULT_CONTROL_LIMITS } from '../../../src/control/limits.ts';
import { OTHER_ACCOUNT, planeSetting, xml } from '../plane-setting.ts';
import { bucketOrigin, distributionConfig, identityConfig, streamingConfig } from '../request-documents.ts';

interface Kind {
  readonly create: ActionName;
  readonly update: ActionName;
  readonly get: ActionName;
  readonly remove: ActionName;
  readonly list: ActionName;
  readonly exists: string;
  readonly path: string;
  /** The configuration's XML. */
  body(reference: string, comment?: string, isEnabled?: boolean): string;
}

const KINDS: [string, Kind][] = [
  [
    'distribution',
    {
      create: 'CreateDistribution',
      update: 'UpdateDistribution',
      get: 'GetDistribution',
      remove: 'DeleteDistribution',
      list: 'ListDistributions',
      exists: 'DistributionAlreadyExists',
      path: 'distribution/',
      body: (CallerReference, Comment = '', Enabled = true) =>
        xml('DistributionConfig', distributionConfig({ CallerReference, Comment, Enabled })),
    },
  ],
  [
    'streaming distribution',
    {
      create: 'CreateStreamingDistribution',
      update: 'UpdateStreamingDistribution',
      get: 'GetStreamingDistribution',
      remove: 'DeleteStreamingDistribution',
      list: 'ListStreamingDistributions',
      exists: 'StreamingDistributionAlreadyExists',
      path: 'streaming-distribution/',
      body: (CallerReference, Comment = '', Enabled = true) =>
        xml('StreamingDistributionConfig', streamingConfig({ CallerReference, Comment, Enabled })),
    },
  ],
  [
    'identity',
    {
      create: 'CreateCloudFrontOriginAccessIdentity',
      update: 'UpdateCloudFrontOriginAccessIdentity',
      get: 'GetCloudFrontOriginAccessIdentity',
      remove: 'DeleteCloudFrontOriginAccessIdentity',
      list: 'ListCloudFrontOriginAccessIdentities',
      exists: 'CloudFrontOriginAccessIdentityAlreadyExists',
      path: 'origin-access-identity/cloudfront/',
      body: (CallerReference, Comment = '') =>
        xml('CloudFrontOriginAccessIdentityConfig', identityConfig({ CallerReference, Comment })),
    },
  ],
];

test.each(KINDS)(
  'CA-34 CA-35 CA-37 CA-43 CA-49 CA-64 CA-66: a new %s answers 201 with Location and ETag',
  (_, kind) => {
    const result = planeSetting().call(kind.create, { body: kind.body('a') });
    expect(result.status).toBe(201);
    expect(result.location?.startsWith(kind.path)).toBe(true);
    expect(result.location?.slice(kind.path.length)).toMatch(/^E[A-Z0-9]{14}$/);
    expect(result.etag).toMatch(/^E[A-Z0-9]{13}$/);
    expect(result.document?.value).toMatchObject({ Id: result.location?.slice(kind.path.length) });
  },
);

test.each(KINDS)('CA-170: a new reference makes another %s of the same content', (_, kind) => {
  const control = planeSetting();
  const first = control.call(kind.create, { body: kind.body('a') });
  const second = control.call(kind.create, { body: kind.body('b') });
  expect(second.location).not.toBe(first.location);
});

test.each(KINDS)(
  'CA-171: a known reference with the same content gives back the %s as it is now',
  (_, kind) => {
    const control = planeSetting();
    const first = control.call(kind.create, { body: kind.body('a', 'original') });
    const id = first.location!.split('/').at(-1)!;
    const updated = control.call(kind.update, { id, ifMatch: first.etag, body: kind.body('a', 'changed') });
    const again = control.call(kind.create, { body: kind.body('a', 'original') });
    expect(again).toEqual({ ...updated, status: 201, location: first.location });
  },
);

test.each(KINDS)(
  'CA-172: a replay of a %s is compared with the original, not with what an update made of it',
  (_, kind) => {
    const control = planeSetting();
    const { etag, location } = control.call(kind.create, { body: kind.body('a', 'original') });
    const id = location!.split('/').at(-1)!;
    control.call(kind.update, { id, ifMatch: etag, body: kind.body('a', 'changed') });
    expect(control.code(kind.create, { body: kind.body('a', 'changed') })).toBe(kind.exists);
  },
);

test.each(KINDS)(
  'CA-173 CA-248 CA-249 CA-250 CA-317: a known reference with other content is refused for a %s',
  (_, kind) => {
    const control = planeSetting();
    control.call(kind.create, { body: kind.body('a', 'one') });
    expect(control.code(kind.create, { body: kind.body('a', 'other') })).toBe(kind.exists);
    expect(control.call(kind.list).document?.value).toMatchObject({ Quantity: 1 });
  },
);

test.each(KINDS)('CA-174: a deleted %s frees its reference', (_, kind) => {
  const control = planeSetting();
  const { etag, location } = control.call(kind.create, { body: kind.body('a', '', false) });
  control.deployed();
  control.call(kind.remove, { id: location!.split('/').at(-1)!, ifMatch: etag });
  const again = control.call(kind.create, { body: kind.body('a', 'other content') });
  expect(again.status).toBe(201);
  expect(again.location).not.toBe(location);
});

test.each(KINDS)('CA-169: another account may use the reference of a %s', (_, kind) => {
  const control = planeSetting();
  const first = control.call(kind.create, { body: kind.body('a', 'one') });
  const other = control.call(kind.create, { body: kind.body('a', 'two'), account: OTHER_ACCOUNT });
  expect(other.location).not.toBe(first.location);
});

test('CA-169: each kind of resource has references of its own', () => {
  const control = planeSetting();
  for (const [, kind] of KINDS)
    expect(control.call(kind.create, { body: kind.body('same') }).status).toBe(201);
});

test('CA-172 CA-177: order, namespace, white space and the version of the API make no other content', () => {
  const control = planeSetting();
  const config = distributionConfig({ CallerReference: 's3://bucket/', origin: bucketOrigin() });
  const first = control.call('CreateDistribution', { body: xml('DistributionConfig', config, '2013-05-12') });
  const older = xml('DistributionConfig', config, '2012-05-05').replaceAll('><', '>\n  <');
  const again = control.call('CreateDistribution', { body: older, version: '2012-05-05' });
  expect(again.location).toBe(first.location);
  expect(control.document('DistributionList', 'ListDistributions').Quantity).toBe(1);
});

test.each(KINDS)('CA-14: a new %s without a body is refused', (_, kind) => {
  expect(planeSetting().code(kind.create)).toBe('MissingBody');
});

test.each<[string, Kind, string]>([
  ['CA-202 CA-275 LQ-1: distributions', KINDS[0]![1], 'TooManyDistributions'],
  ['CA-203 CA-276 LQ-2: streaming distributions', KINDS[1]![1], 'TooManyStreamingDistributions'],
  ['CA-205 CA-277 LQ-11: identities', KINDS[2]![1], 'TooManyCloudFrontOriginAccessIdentities'],
])('%s are counted per account, and the limit is a setting (CA-228)', (_, kind, code) => {
  const limits = { ...DEFAULT_CONTROL_LIMITS, distributions: 2, streamingDistributions: 2, identities: 2 };
  const control = planeSetting({ limits });
  for (const reference of ['a', 'b']) control.call(kind.create, { body: kind.body(reference) });
  expect(control.code(kind.create, { body: kind.body('c') })).toBe(code);
  expect(control.code(kind.create, { body: kind.body('a') }), 'a replay is no new one').toBeNull();
  expect(control.code(kind.create, { body: kind.body('c'), account: OTHER_ACCOUNT })).toBeNull();
});

test('CA-202 CA-203 CA-205 CA-223 CA-225 CA-327 LQ-1 LQ-2 LQ-11: a hundred of each kind', () => {
  expect(DEFAULT_CONTROL_LIMITS).toMatchObject({
    ...{ distributions: 100, streamingDistributions: 100, identities: 100, pageSize: 100 },
    countsDistributionsTogether: false,
  });
});

test.each([
  ['off', false, null],
  ['on', true, 'TooManyStreamingDistributions'],
])(
  'CA-204 CA-225 CA-327: the limit over both kinds of distribution, %s',
  (_, countsDistributionsTogether, code) => {
    const limits = { ...DEFAULT_CONTROL_LIMITS, distributions: 2, countsDistributionsTogether };
    const control = planeSetting({ limits });
    control.createDistribution({ CallerReference: 'a' });
    control.createDistribution({ CallerReference: 'b' });
    const body = xml('StreamingDistributionConfig', streamingConfig());
    expect(control.code('CreateStreamingDistribution', { body })).toBe(code);
  },
);

const named = (...Aliases: string[]) =>
  xml('DistributionConfig', distributionConfig({ CallerReference: 'second', Aliases }));

test('CA-207 CA-226: a name belongs to one distribution, whatever its case, kind or account', () => {
  const control = planeSetting();
  control.createDistribution({ Aliases: ['www.example.org'] });
  control.createStreaming({ Aliases: ['films.example.org'] });
  const code = (body: string, account?: string) =>
    control.code('CreateDistribution', { body, ...(account && { account }) });
  expect(code(named('WWW.example.ORG'))).toBe('CNAMEAlreadyExists');
  expect(code(named('free.example.org', 'films.example.org'))).toBe('CNAMEAlreadyExists');
  expect(code(named('www.example.org'), OTHER_ACCOUNT)).toBe('CNAMEAlreadyExists');
  expect(code(named('free.example.org'))).toBeNull();
});

test('CA-329: what was just created is InProgress and has no invalidations', () => {
  const control = planeSetting();
  const body = xml('DistributionConfig', distributionConfig());
  const created = control.document('Distribution', 'CreateDistribution', { body });
  expect(created).toMatchObject({ Status: 'InProgress', InProgressInvalidationBatches: 0 });
});

test('CA-77: ids are given out once, though chance gives the same ones after each restart', () => {
  const control = planeSetting();
  const again = <T>(make: () => T): T => {
    control.restart();
    return make();
  };
  const gone = again(() => control.createIdentity({ CallerReference: 'gone' }));
  control.call('DeleteCloudFrontOriginAccessIdentity', { id: gone.id, ifMatch: gone.etag });
  const first = again(() => control.createDistribution({ CallerReference: 'first' }));
  const second = again(() => control.createStreaming({ CallerReference: 'second' }));
  expect(new Set([gone.id, first.id, second.id]).size).toBe(3);
  const one = again(() => control.invalidate(first.id, { CallerReference: 'one' }));
  expect(again(() => control.invalidate(first.id, { CallerReference: 'two' }))).not.toBe(one);
});

test('CA-207: the name that another distribution was assigned cannot be an alias', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  const { DomainName } = control.document('Distribution', 'GetDistribution', { id });
  expect(control.code('CreateDistribution', { body: named(DomainName) })).toBe('CNAMEAlreadyExists');
});
