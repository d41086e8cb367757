/** Updating and deleting: If-Match, what may not change, and the state of things. */
import { describe, expect, test } from 'vitest';
import type { ApiVersion } from '../../../src/distribution/api-version.ts';
import {
  ACCOUNT,
  type Call,
  DELAY_SECONDS,
  OTHER_ACCOUNT,
  type PlaneSetting,
  planeSetting,
  xml,
} from '../plane-setting.ts';
import {
  behaviorTo,
  bucketOrigin,
  CUSTOM_ORIGIN,
  distributionConfig,
  identityConfig,
  streamingConfig,
} from '../request-documents.ts';

type Parts = Parameters<typeof distributionConfig>[0];

const put = (parts: Parts = {}, version: ApiVersion = '2013-05-12') => ({
  version,
  body: xml('DistributionConfig', distributionConfig(parts), version),
});
const show = (control: PlaneSetting, id: string) =>
  control.document('Distribution', 'GetDistribution', { id });

describe('If-Match', () => {
  const CASES: [title: string, given: (etag: string) => string | null, code: string | null][] = [
    ['CA-180 CA-256: absent', () => null, 'InvalidIfMatchVersion'],
    ['CA-180: empty', () => '', 'InvalidIfMatchVersion'],
    ['CA-180: *', () => '*', 'InvalidIfMatchVersion'],
    ['CA-180: too short', () => 'E2', 'InvalidIfMatchVersion'],
    ['CA-180: small letters', (etag) => etag.toLowerCase(), 'InvalidIfMatchVersion'],
    ['CA-180: two ETags', (etag) => `${etag}, ${etag}`, 'InvalidIfMatchVersion'],
    ['CA-180 CA-244 CA-257: of the right form but not current', () => 'E2QWRUHAPOMQZL', 'PreconditionFailed'],
    ['CA-181: bare', (etag) => etag, null],
    ['CA-181: quoted', (etag) => `"${etag}"`, null],
    ['CA-181: weak', (etag) => `W/"${etag}"`, null],
    ['CA-181: half a quote', (etag) => `"${etag}`, 'InvalidIfMatchVersion'],
    ['CA-181: surrounded by space', (etag) => ` ${etag} `, null],
  ];

  test.each(CASES)('%s, on an update', (_, given, code) => {
    const control = planeSetting();
    const { id, etag } = control.createDistribution();
    expect(control.code('UpdateDistribution', { id, ifMatch: given(etag), ...put() })).toBe(code);
    expect(show(control, id).Id).toBe(id);
  });

  test.each(CASES)('%s, on a deletion', (_, given, code) => {
    const control = planeSetting();
    const { id, etag } = control.createIdentity();
    const call = { id, ifMatch: given(etag) };
    expect(control.code('DeleteCloudFrontOriginAccessIdentity', call)).toBe(code);
    const after = control.code('GetCloudFrontOriginAccessIdentity', { id });
    expect(after).toBe(code === null ? 'NoSuchCloudFrontOriginAccessIdentity' : null);
  });

  test('CA-183: other actions do not look at it', () => {
    const control = planeSetting();
    const { id } = control.createDistribution();
    expect(control.code('GetDistribution', { id, ifMatch: 'E2QWRUHAPOMQZL' })).toBeNull();
    expect(control.code('ListDistributions', { ifMatch: '*' })).toBeNull();
  });
});

describe('ETag', () => {
  test('CA-178: the resource and its configuration have the same one', () => {
    const control = planeSetting();
    for (const [kind, { id, etag }] of [
      ['Distribution', control.createDistribution()],
      ['StreamingDistribution', control.createStreaming()],
      ['CloudFrontOriginAccessIdentity', control.createIdentity()],
    ] as const) {
      expect(control.call(`Get${kind}`, { id }).etag).toBe(etag);
      expect(control.call(`Get${kind}Config`, { id }).etag).toBe(etag);
    }
  });

  test('CA-179: every accepted update gives a new one, the same content too; nothing else does', () => {
    const control = planeSetting();
    const { id, etag } = control.createDistribution();
    const { etag: second } = control.call('UpdateDistribution', { id, ifMatch: etag, ...put() });
    expect(second).not.toBe(etag);
    control.invalidate(id);
    control.deployed();
    expect(show(control, id).Status).toBe('Deployed');
    expect(control.call('GetDistribution', { id }).etag).toBe(second);
    expect(control.code('UpdateDistribution', { id, ifMatch: etag, ...put() })).toBe('PreconditionFailed');
  });

  test('CA-182 CA-319: deleting after disabling takes the ETag of the update', () => {
    const control = planeSetting();
    const { id, etag } = control.createDistribution();
    const { etag: disabled } = control.call('UpdateDistribution', {
      id,
      ifMatch: etag,
      ...put({ Enabled: false }),
    });
    control.deployed();
    expect(control.code('DeleteDistribution', { id, ifMatch: etag })).toBe('PreconditionFailed');
    expect(control.call('DeleteDistribution', { id, ifMatch: disabled })).toEqual({
      ...{ status: 204, etag: null, location: null, document: null },
    });
  });
});

describe('states', () => {
  const kinds = [
    ['Distribution', 'DistributionConfig', distributionConfig, 'createDistribution'],
    ['StreamingDistribution', 'StreamingDistributionConfig', streamingConfig, 'createStreaming'],
  ] as const;

  test.each(kinds)(
    'CA-184 CA-186: a %s is InProgress after each write, then Deployed',
    (kind, name, config, create) => {
      const control = planeSetting();
      const { id, etag } = control[create]();
      const shown = () => control.document(kind, `Get${kind}`, { id });
      const created = shown();
      expect(created.Status).toBe('InProgress');
      control.clock.advance(DELAY_SECONDS - 1);
      expect(shown().Status).toBe('InProgress');
      control.clock.tick(1_000);
      expect(shown()).toEqual({ ...created, Status: 'Deployed' });
      const body = xml(name, config() as never);
      const updated = control.document(kind, `Update${kind}`, { id, ifMatch: etag, body });
      expect(updated.Status).toBe('InProgress');
      expect(Date.parse(updated.LastModifiedTime) - Date.parse(created.LastModifiedTime)).toBe(1_000);
      control.deployed();
      expect(shown().Status).toBe('Deployed');
    },
  );

  test.each(kinds)(
    'CA-187 CA-191 CA-252 CA-253 CA-320: a %s is deleted only disabled and Deployed',
    (kind, name, config, create) => {
      const control = planeSetting();
      const { id, etag } = control[create]();
      const code = (ifMatch: string) => control.code(`Delete${kind}`, { id, ifMatch });
      expect(code('E2QWRUHAPOMQZL')).toBe('PreconditionFailed');
      control.deployed();
      expect(code(etag)).toBe(`${kind}NotDisabled`);
      const body = xml(name, { ...config(), Enabled: false } as never);
      const { etag: disabled } = control.call(`Update${kind}`, { id, ifMatch: etag, body });
      expect(code(disabled!)).toBe(`${kind}NotDisabled`);
      control.deployed();
      expect(code(disabled!)).toBeNull();
      expect(control.code(`Get${kind}`, { id })).toBe(`NoSuch${kind}`);
      expect(control.document(`${kind}List`, `List${kind}s`).Quantity).toBe(0);
    },
  );

  test('CA-74 CA-76: time stamps are whole seconds of real time, whatever the simulated clock says', () => {
    const control = planeSetting();
    control.clock.tick(1_999);
    control.clock.advance(86_400);
    const { id } = control.createDistribution();
    expect(show(control, id).LastModifiedTime).toBe('2013-06-01T00:00:01Z');
  });

  test('CA-63: the new state is shown at once', () => {
    const control = planeSetting();
    const { id, etag } = control.createDistribution();
    control.call('UpdateDistribution', { id, ifMatch: etag, ...put({ Comment: 'new' }) });
    expect(control.document('DistributionConfig', 'GetDistributionConfig', { id }).Comment).toBe('new');
  });
});

describe('updates', () => {
  const ILLEGAL: [string, Parts, Parts, ApiVersion, string | null][] = [
    ['CA-175 CA-255: another reference', {}, { CallerReference: 'other' }, '2013-05-12', 'IllegalUpdate'],
    ['CA-175: another reference', {}, { CallerReference: 'other' }, '2010-11-01', 'IllegalUpdate'],
    [
      'CA-91 CA-175: another reference',
      { origin: bucketOrigin() },
      { origin: bucketOrigin(), CallerReference: 'other' },
      '2008-06-30',
      'IllegalUpdate',
    ],
    ['CA-286: another origin, new dialect', {}, { origin: bucketOrigin() }, '2012-05-05', null],
    [
      'CA-121 CA-286: another origin, old dialect',
      {},
      { origin: bucketOrigin() },
      '2010-11-01',
      'IllegalUpdate',
    ],
    [
      'CA-121 CA-286: another bucket, 2008-06-30',
      { origin: bucketOrigin() },
      { origin: bucketOrigin('', 'films') },
      '2008-06-30',
      'IllegalUpdate',
    ],
    ['CA-121: the same origin, old dialect', {}, { Comment: 'changed' }, '2010-11-01', null],
    [
      'CA-295: more than an old version can say',
      { CacheBehaviors: [behaviorTo(CUSTOM_ORIGIN, { PathPattern: '*.jpg' })] },
      {},
      '2010-11-01',
      'IllegalUpdate',
    ],
  ];

  test.each(ILLEGAL)('%s (%#)', (_, before, after, version, code) => {
    const control = planeSetting();
    const { id, etag } = control.createDistribution(before);
    expect(control.code('UpdateDistribution', { id, ifMatch: etag, ...put(after, version) })).toBe(code);
  });

  test('CA-286: a streaming distribution keeps its bucket, an identity its reference', () => {
    const control = planeSetting();
    const streaming = control.createStreaming();
    const S3Origin = { DomainName: 'other.s3.amazonaws.com', OriginAccessIdentity: '' };
    const body = xml('StreamingDistributionConfig', streamingConfig({ S3Origin }));
    const call = { id: streaming.id, ifMatch: streaming.etag };
    expect(control.code('UpdateStreamingDistribution', { ...call, body })).toBe('IllegalUpdate');
    const identity = control.createIdentity();
    const other = xml('CloudFrontOriginAccessIdentityConfig', identityConfig({ CallerReference: 'other' }));
    const update = { id: identity.id, ifMatch: identity.etag, body: other };
    expect(control.code('UpdateCloudFrontOriginAccessIdentity', update)).toBe('IllegalUpdate');
  });

  test('CA-141: an update replaces the configuration whole', () => {
    const control = planeSetting();
    const { id, etag } = control.createDistribution({ Comment: 'old', Aliases: ['www.example.org'] });
    control.call('UpdateDistribution', { id, ifMatch: etag, ...put({ DefaultRootObject: 'index.html' }) });
    const config = control.document('DistributionConfig', 'GetDistributionConfig', { id });
    expect(config).toEqual(distributionConfig({ DefaultRootObject: 'index.html' }));
  });

  test.each(['<CacheBehaviors/>', '<CacheBehaviors><Quantity>0</Quantity></CacheBehaviors>'])(
    'CA-86 CA-330: %s removes the cache behaviors',
    (none) => {
      const control = planeSetting();
      const behavior = behaviorTo(CUSTOM_ORIGIN, { PathPattern: '*.jpg' });
      const { id, etag } = control.createDistribution({ CacheBehaviors: [behavior] });
      const body = put().body.replace(/<CacheBehaviors>.*<\/CacheBehaviors>/s, none);
      expect(body).toContain(none);
      control.call('UpdateDistribution', { id, ifMatch: etag, body });
      const config = control.document('DistributionConfig', 'GetDistributionConfig', { id });
      expect(config.CacheBehaviors).toEqual([]);
    },
  );

  test('CA-293 CA-296: what an older version cannot say stays', () => {
    const control = planeSetting();
    const { id, etag } = control.createDistribution({ PriceClass: 'PriceClass_100' });
    const call = { id, ifMatch: etag, ...put({ Comment: 'from 2012-05-05' }, '2012-05-05') };
    control.call('UpdateDistribution', call);
    const config = control.document('DistributionConfig', 'GetDistributionConfig', { id });
    expect(config).toMatchObject({ PriceClass: 'PriceClass_100', Comment: 'from 2012-05-05' });
  });

  test('CA-207 CA-291: names may be kept and moved, not taken; freed ones are free', () => {
    const control = planeSetting();
    const first = control.createDistribution({ Aliases: ['a.example.org'] });
    const second = control.createDistribution({ CallerReference: 'second', Aliases: ['b.example.org'] });
    const update = (id: string, etag: string, parts: Parts) =>
      control.call('UpdateDistribution', { id, ifMatch: etag, ...put(parts) }).etag!;
    const kept = update(first.id, first.etag, { Aliases: ['a.example.org', 'c.example.org'] });
    const take = { CallerReference: 'second', Aliases: ['a.example.org'] };
    const taking = { id: second.id, ifMatch: second.etag, ...put(take) };
    expect(control.code('UpdateDistribution', taking)).toBe('CNAMEAlreadyExists');
    update(first.id, kept, { Aliases: ['c.example.org'] });
    expect(control.code('UpdateDistribution', taking)).toBeNull();
  });

  test('CA-227: an update that is refused changes nothing', () => {
    const control = planeSetting();
    const { id, etag } = control.createDistribution({ Aliases: ['a.example.org'] });
    control.deployed();
    const before = show(control, id);
    const tooMany = Array.from({ length: 11 }, (_, at) => `n${at}.example.org`);
    const body = xml('DistributionConfig', distributionConfig({ Aliases: tooMany, Comment: 'new' }));
    expect(control.code('UpdateDistribution', { id, ifMatch: etag, body })).toBe('TooManyDistributionCNAMEs');
    expect(show(control, id)).toEqual(before);
    expect(control.call('GetDistribution', { id }).etag).toBe(etag);
  });

  test.each<[ApiVersion, string | null]>([
    ['2008-06-30', null],
    ['2010-08-01', 'Distribution'],
    ['2010-11-01', 'Distribution'],
    ['2012-05-05', 'Distribution'],
    ['2013-05-12', 'Distribution'],
  ])('CA-41 CA-59: the answer to an update through %s has the body %s', (version, name) => {
    const control = planeSetting();
    const origin = bucketOrigin();
    const { id, etag } = control.createDistribution({ origin });
    const result = control.call('UpdateDistribution', { id, ifMatch: etag, ...put({ origin }, version) });
    expect(result).toMatchObject({ status: 200, location: null });
    expect(result.etag).not.toBe(etag);
    expect(result.document?.name ?? null).toBe(name);
  });
});

describe('whose', () => {
  test('another account sees nothing of it', () => {
    const control = planeSetting();
    const { id, etag } = control.createDistribution();
    const theirs: Call = { id, account: OTHER_ACCOUNT };
    expect(control.code('GetDistribution', theirs)).toBe('NoSuchDistribution');
    expect(control.code('DeleteDistribution', { ...theirs, ifMatch: etag })).toBe('NoSuchDistribution');
    const list = control.document('DistributionList', 'ListDistributions', { account: OTHER_ACCOUNT });
    expect(list).toMatchObject({ Quantity: 0, Items: [] });
    expect(control.document('DistributionList', 'ListDistributions', { account: ACCOUNT }).Quantity).toBe(1);
  });

  test('CA-259 CA-260 CA-261: what does not exist', () => {
    const control = planeSetting();
    const id = 'E1ABCDEFGHIJ234';
    expect(control.code('GetDistributionConfig', { id })).toBe('NoSuchDistribution');
    expect(control.code('UpdateDistribution', { id })).toBe('NoSuchDistribution');
    expect(control.code('GetStreamingDistribution', { id })).toBe('NoSuchStreamingDistribution');
    expect(control.code('GetCloudFrontOriginAccessIdentity', { id })).toBe(
      'NoSuchCloudFrontOriginAccessIdentity',
    );
    const { id: streaming } = control.createStreaming();
    expect(control.code('GetDistribution', { id: streaming })).toBe('NoSuchDistribution');
  });
});
