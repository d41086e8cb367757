/** Which of several faults is answered with: one fault more for each step, taken away one after the other (CA-292). */
import { expect, test } from 'vitest';
import { DEFAULT_CONTROL_LIMITS } from '../../../src/control/limits.ts';
import { type Call, planeSetting, xml } from '../plane-setting.ts';
import { bucketOrigin, distributionConfig } from '../request-documents.ts';

const body = (config: Parameters<typeof distributionConfig>[0] = {}) =>
  xml('DistributionConfig', distributionConfig(config));

test('CA-292: a creation', () => {
  const limits = { ...DEFAULT_CONTROL_LIMITS, distributions: 1 };
  const control = planeSetting({ limits });
  control.createDistribution({ CallerReference: 'taken', Aliases: ['taken.example.org'] });
  const steps: [string, string][] = [
    ['', 'MissingBody'],
    ['<DistributionConfig>', 'MalformedXML'],
    ['<StreamingDistributionConfig/>', 'InappropriateXML'],
    [body().replace('<Enabled>true', '<Enabled>maybe'), 'MalformedXML'],
    [body().replace('<Quantity>1', '<Quantity>2'), 'InconsistentQuantities'],
    [body({ CallerReference: 'taken', Comment: 'x'.repeat(129) }), 'InvalidArgument'],
    [
      body({ CallerReference: 'taken', origin: bucketOrigin('E1ABCDEFGHIJ234') }).replace(
        '<TargetOriginId>',
        '<TargetOriginId>other',
      ),
      'DistributionAlreadyExists',
    ],
    [body().replace('<TargetOriginId>', '<TargetOriginId>other'), 'NoSuchOrigin'],
    [
      body({ Aliases: ['taken.example.org'], origin: bucketOrigin('E1ABCDEFGHIJ234') }),
      'InvalidOriginAccessIdentity',
    ],
    [body({ Aliases: ['taken.example.org'] }), 'TooManyDistributions'],
  ];
  expect(steps.map(([text]) => control.code('CreateDistribution', { body: text }))).toEqual(
    steps.map(([, code]) => code),
  );
});

test('CA-292: an update', () => {
  const control = planeSetting();
  control.createDistribution({ CallerReference: 'other', Aliases: ['taken.example.org'] });
  const { id, etag } = control.createDistribution();
  const current = { id, ifMatch: etag };
  const steps: [Call, string | null][] = [
    [{ id: 'E1ABCDEFGHIJ234', ifMatch: 'no ETag' }, 'NoSuchDistribution'],
    [{ id, ifMatch: 'no ETag' }, 'InvalidIfMatchVersion'],
    [{ id, ifMatch: 'E2QWRUHAPOMQZL' }, 'PreconditionFailed'],
    [current, 'MissingBody'],
    [{ ...current, body: '<StreamingDistributionConfig/>' }, 'InappropriateXML'],
    [{ ...current, body: body({ CallerReference: 'new', Comment: 'x'.repeat(129) }) }, 'InvalidArgument'],
    [
      { ...current, body: body({ CallerReference: 'new', origin: bucketOrigin('E1ABCDEFGHIJ234') }) },
      'IllegalUpdate',
    ],
    [
      { ...current, body: body({ Aliases: ['taken.example.org'], origin: bucketOrigin('E1ABCDEFGHIJ234') }) },
      'InvalidOriginAccessIdentity',
    ],
    [{ ...current, body: body({ Aliases: ['taken.example.org'] }) }, 'CNAMEAlreadyExists'],
    [{ ...current, body: body() }, null],
  ];
  expect(steps.map(([call]) => control.code('UpdateDistribution', call))).toEqual(
    steps.map(([, code]) => code),
  );
});

test('CA-191 CA-292: a deletion', () => {
  const control = planeSetting();
  const { id, etag } = control.createDistribution();
  const steps: [Call, string][] = [
    [{ id: 'E1ABCDEFGHIJ234' }, 'NoSuchDistribution'],
    [{ id }, 'InvalidIfMatchVersion'],
    [{ id, ifMatch: 'E2QWRUHAPOMQZL' }, 'PreconditionFailed'],
    [{ id, ifMatch: etag }, 'DistributionNotDisabled'],
  ];
  expect(steps.map(([call]) => control.code('DeleteDistribution', call))).toEqual(
    steps.map(([, code]) => code),
  );
});
