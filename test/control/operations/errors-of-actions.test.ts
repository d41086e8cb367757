/** Which errors each action ends in, and under which status. */
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../src/control/api-error.ts';
import type { ActionName } from '../../../src/control/api-request.ts';
import type { DistributionConfig } from '../../../src/distribution/distribution-config.ts';
import type { ErrorCode } from '../../../src/distribution/error-code.ts';
import type { StreamingDistributionConfig } from '../../../src/distribution/streaming-config.ts';
import { type Call, type PlaneSetting, planeSetting, xml } from '../plane-setting.ts';
import {
  behaviorTo,
  bucketOrigin,
  CUSTOM_ORIGIN,
  distributionConfig,
  identityConfig,
  invalidationBatch,
  streamingConfig,
} from '../request-documents.ts';
import { UNCHECKED } from '../unchecked.ts';

function failure(control: PlaneSetting, action: ActionName, call: Call): [ErrorCode, number] | null {
  try {
    control.call(action, call);
    return null;
  } catch (error) {
    if (error instanceof ApiError) return [error.code, error.status];
    throw error;
  }
}

const KINDS = [
  ['Distribution', 'createDistribution', xml('DistributionConfig', distributionConfig())],
  ['StreamingDistribution', 'createStreaming', xml('StreamingDistributionConfig', streamingConfig())],
  [
    'CloudFrontOriginAccessIdentity',
    'createIdentity',
    xml('CloudFrontOriginAccessIdentityConfig', identityConfig()),
  ],
] as const;

describe.each(KINDS)('%s', (kind, create, body) => {
  const changes = [`Update${kind}`, `Delete${kind}`] as const;

  test('CA-259 CA-260 CA-261: what is not there can be neither seen nor changed', () => {
    const control = planeSetting();
    for (const action of [...changes, `Get${kind}`, `Get${kind}Config`] as const) {
      const call = { id: 'E1ABCDEFGHIJ234', ifMatch: 'E2QWRUHAPOMQZL', body };
      expect(failure(control, action, call), action).toEqual([`NoSuch${kind}`, 404]);
    }
  });

  test.each<[string, string | null, [ErrorCode, number]]>([
    ['CA-256', null, ['InvalidIfMatchVersion', 400]],
    ['CA-257 CA-244', 'E2QWRUHAPOMQZL', ['PreconditionFailed', 412]],
  ])('%s: changes under If-Match %s', (_ids, ifMatch, expected) => {
    const control = planeSetting();
    const { id } = control[create]();
    for (const action of changes) {
      expect(failure(control, action, { id, ifMatch, body }), action).toEqual(expected);
    }
  });

  test('CA-258: no body', () => {
    const control = planeSetting();
    expect(failure(control, `Create${kind}`, {})).toEqual(['MissingBody', 400]);
    const { id, etag } = control[create]();
    expect(failure(control, `Update${kind}`, { id, ifMatch: etag })).toEqual(['MissingBody', 400]);
  });

  test('CA-255: another reference in an update', () => {
    const control = planeSetting();
    const { id, etag } = control[create]();
    const other = body.replace(/<CallerReference>.*?</, '<CallerReference>other<');
    expect(failure(control, `Update${kind}`, { id, ifMatch: etag, body: other })).toEqual([
      'IllegalUpdate',
      400,
    ]);
  });

  test('CA-248 CA-249 CA-250: a reference in use', () => {
    const control = planeSetting();
    control[create]();
    const other = body.replace('<Comment/>', '<Comment>other</Comment>');
    expect(failure(control, `Create${kind}`, { body: other })).toEqual([`${kind}AlreadyExists`, 409]);
  });

  test('CA-275 CA-276 CA-277: an account that is full can still update', () => {
    const limits = { ...planeSetting().settings.limits };
    const full = { ...limits, distributions: 1, streamingDistributions: 1, identities: 1 };
    const control = planeSetting({ limits: full });
    const { id, etag } = control[create]();
    const other = body.replace(/<CallerReference>.*?</, '<CallerReference>other<');
    const plural = kind.replace(/y$/, 'ie');
    expect(failure(control, `Create${kind}`, { body: other })).toEqual([`TooMany${plural}s`, 400]);
    expect(failure(control, `Update${kind}`, { id, ifMatch: etag, body })).toBeNull();
  });
});

describe('deletions', () => {
  test.each([
    ['CA-252', 'Distribution', 'createDistribution'],
    ['CA-253', 'StreamingDistribution', 'createStreaming'],
  ] as const)('%s: a %s that is enabled', (_id, kind, create) => {
    const control = planeSetting();
    const { id, etag } = control[create]();
    const expected = [`${kind}NotDisabled`, 409];
    expect(failure(control, `Delete${kind}`, { id, ifMatch: etag })).toEqual(expected);
  });

  test('CA-254: an identity in use', () => {
    const control = planeSetting();
    const { id, etag } = control.createIdentity();
    control.createDistribution({ origin: bucketOrigin(id) });
    const call = { id, ifMatch: etag };
    const expected = ['CloudFrontOriginAccessIdentityInUse', 409];
    expect(failure(control, 'DeleteCloudFrontOriginAccessIdentity', call)).toEqual(expected);
  });
});

const ACCOUNTS = Array.from({ length: 6 }, (_, at) => `11112222333${at}`);
const NAMES = Array.from({ length: 11 }, (_, at) => `n${at}.example.org`);
const signedBy = (...AwsAccountNumbers: string[]) => ({
  TrustedSigners: { Enabled: true, AwsAccountNumbers },
});
const forwarding = (...WhitelistedNames: string[]) =>
  behaviorTo(CUSTOM_ORIGIN, {
    ForwardedValues: { QueryString: false, Cookies: { Forward: 'whitelist', WhitelistedNames } },
  });
const NOWHERE = 'E1ABCDEFGHIJ234';

const FAULTS: [string, ErrorCode, number, Partial<DistributionConfig> & { origin?: typeof CUSTOM_ORIGIN }][] =
  [
    ['CA-263', 'InvalidOrigin', 400, { origin: bucketOrigin('', 'no..bucket') }],
    ['CA-264', 'InvalidOriginAccessIdentity', 400, { origin: bucketOrigin(NOWHERE) }],
    ['CA-266', 'InvalidDefaultRootObject', 400, { DefaultRootObject: 'in dex' }],
    [
      'CA-267 CA-284',
      'NoSuchOrigin',
      404,
      { DefaultCacheBehavior: behaviorTo({ ...CUSTOM_ORIGIN, Id: 'other' }) },
    ],
    [
      'CA-268 CA-284',
      'TooManyOrigins',
      400,
      { Origins: [CUSTOM_ORIGIN, ...NAMES.slice(1).map((Id) => ({ ...CUSTOM_ORIGIN, Id }))] },
    ],
    [
      'CA-269 CA-284',
      'TooManyCacheBehaviors',
      400,
      { CacheBehaviors: NAMES.map((PathPattern) => behaviorTo(CUSTOM_ORIGIN, { PathPattern })) },
    ],
    ['CA-271', 'InvalidForwardCookies', 400, { DefaultCacheBehavior: forwarding() }],
    ['CA-271', 'TooManyCookieNamesInWhiteList', 400, { DefaultCacheBehavior: forwarding(...NAMES) }],
    [
      'CA-272',
      'InvalidViewerCertificate',
      400,
      {
        ViewerCertificate: { IAMCertificateId: 'AS1A2M3P4L5E67SIIXR3J', CloudFrontDefaultCertificate: true },
      },
    ],
    ['CA-273', 'TooManyDistributionCNAMEs', 400, { Aliases: NAMES }],
    [
      'CA-278',
      'TooManyTrustedSigners',
      400,
      { DefaultCacheBehavior: behaviorTo(CUSTOM_ORIGIN, signedBy(...ACCOUNTS)) },
    ],
    [
      'CA-279',
      'TrustedSignerDoesNotExist',
      400,
      { DefaultCacheBehavior: behaviorTo(CUSTOM_ORIGIN, signedBy('999999999999')) },
    ],
    ['CA-247', 'CNAMEAlreadyExists', 409, { Aliases: ['taken.example.org'] }],
  ];

const STREAMING_FAULTS: [string, ErrorCode, number, Partial<StreamingDistributionConfig>][] = [
  ['CA-263', 'InvalidOrigin', 400, { S3Origin: { DomainName: 'films.example', OriginAccessIdentity: '' } }],
  [
    'CA-264',
    'InvalidOriginAccessIdentity',
    400,
    {
      S3Origin: {
        DomainName: 'films.s3.amazonaws.com',
        OriginAccessIdentity: `origin-access-identity/cloudfront/${NOWHERE}`,
      },
    },
  ],
  ['CA-274 CA-318', 'TooManyStreamingDistributionCNAMEs', 400, { Aliases: NAMES }],
  ['CA-278', 'TooManyTrustedSigners', 400, signedBy(...ACCOUNTS)],
  ['CA-279', 'TrustedSignerDoesNotExist', 400, signedBy('999999999999')],
  ['CA-247', 'CNAMEAlreadyExists', 409, { Aliases: ['taken.example.org'] }],
];

describe('configurations', () => {
  const known = { ...UNCHECKED, accounts: new Set(ACCOUNTS) };
  const busySetting = () => {
    const control = planeSetting({ known });
    control.createDistribution({ CallerReference: 'other', Aliases: ['taken.example.org'] });
    return control;
  };
  const bothWays = (kind: 'Distribution' | 'StreamingDistribution', body: string, call: Call = {}) => {
    const control = busySetting();
    const created = failure(control, `Create${kind}`, { ...call, body });
    const create = kind === 'Distribution' ? 'createDistribution' : 'createStreaming';
    const { id, etag } = control[create]();
    return [created, failure(control, `Update${kind}`, { ...call, id, ifMatch: etag, body })];
  };

  test.each(FAULTS)('%s: %s, %i, for a creation and for an update', (_ids, code, status, parts) => {
    const body = xml('DistributionConfig', distributionConfig(parts));
    expect(bothWays('Distribution', body)).toEqual([
      [code, status],
      [code, status],
    ]);
  });

  test.each(STREAMING_FAULTS)('%s: %s, %i, for streaming', (_ids, code, status, parts) => {
    const body = xml('StreamingDistributionConfig', streamingConfig(parts));
    // A bucket that is none is another bucket, which an update may not name in any case.
    const updating = code === 'InvalidOrigin' ? ['IllegalUpdate', 400] : [code, status];
    expect(bothWays('StreamingDistribution', body)).toEqual([[code, status], updating]);
  });

  test('CA-265: InvalidRequiredProtocol, 400, before 2012', () => {
    const DefaultCacheBehavior = behaviorTo(CUSTOM_ORIGIN, { ViewerProtocolPolicy: 'https-only' });
    const sound = xml('DistributionConfig', distributionConfig({ DefaultCacheBehavior }), '2010-11-01');
    const body = sound.replace('<Protocol>https<', '<Protocol>ftp<');
    expect(body).not.toBe(sound);
    const expected = ['InvalidRequiredProtocol', 400];
    expect(bothWays('Distribution', body, { version: '2010-11-01' })).toEqual([expected, expected]);
  });

  test('CA-270: InconsistentQuantities, 400, in any document with a list', () => {
    const expected = ['InconsistentQuantities', 400];
    const wrong = (body: string) => body.replace(/<Quantity>\d/, '<Quantity>7');
    expect(bothWays('Distribution', wrong(KINDS[0][2]))).toEqual([expected, expected]);
    expect(bothWays('StreamingDistribution', wrong(KINDS[1][2]))).toEqual([expected, expected]);
    const control = planeSetting();
    const { id } = control.createDistribution();
    const body = wrong(xml('InvalidationBatch', invalidationBatch()));
    expect(failure(control, 'CreateInvalidation', { id, body })).toEqual(expected);
  });
});

describe('invalidations', () => {
  const tooLarge = Array.from({ length: 1001 }, (_, at) => `/${at}`);
  const ROWS: [string, ErrorCode, number, ActionName, Call][] = [
    ['CA-258', 'MissingBody', 400, 'CreateInvalidation', {}],
    ['CA-259', 'NoSuchDistribution', 404, 'CreateInvalidation', { id: NOWHERE }],
    ['CA-259', 'NoSuchDistribution', 404, 'ListInvalidations', { id: NOWHERE }],
    ['CA-259', 'NoSuchDistribution', 404, 'GetInvalidation', { id: NOWHERE, invalidationId: 'I1' }],
    ['CA-262', 'NoSuchInvalidation', 404, 'GetInvalidation', { invalidationId: 'I1' }],
    [
      'CA-251',
      'InvalidationBatchAlreadyExists',
      409,
      'CreateInvalidation',
      { body: xml('InvalidationBatch', invalidationBatch({ Paths: ['/other'] })) },
    ],
    [
      'CA-280',
      'TooManyInvalidationsInProgress',
      400,
      'CreateInvalidation',
      { body: xml('InvalidationBatch', invalidationBatch({ CallerReference: 'fourth' })) },
    ],
    [
      'CA-281 CA-284 LQ-19',
      'BatchTooLarge',
      413,
      'CreateInvalidation',
      { body: xml('InvalidationBatch', invalidationBatch({ Paths: tooLarge, CallerReference: 'large' })) },
    ],
  ];

  test.each(ROWS)('%s: %s, %i, for %s', (_ids, code, status, action, call) => {
    const control = planeSetting();
    const { id } = control.createDistribution();
    for (const CallerReference of ['clean', 'b', 'c']) control.invalidate(id, { CallerReference });
    expect(failure(control, action, { id, ...call })).toEqual([code, status]);
  });

  test('CA-283: codes that came later are used in 2010 too', () => {
    const control = planeSetting();
    const { id } = control.createDistribution();
    const version = '2010-11-01';
    const body = xml('InvalidationBatch', invalidationBatch({ Paths: tooLarge }), version);
    expect(control.code('CreateInvalidation', { id, version, body })).toBe('BatchTooLarge');
    expect(control.code('GetInvalidation', { id, version, invalidationId: 'I1' })).toBe('NoSuchInvalidation');
    const config = distributionConfig({ CallerReference: 'second', DefaultRootObject: 'in dex' });
    const create = { version, body: xml('DistributionConfig', config, version) } as const;
    expect(control.code('CreateDistribution', create)).toBe('InvalidDefaultRootObject');
  });
});
