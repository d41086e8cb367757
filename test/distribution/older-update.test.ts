import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readApiDocument, writeApiDocument } from '../../src/distribution/api-documents.ts';
import { API_VERSIONS, type ApiVersion, eraOf } from '../../src/distribution/api-version.ts';
import type { DistributionConfig } from '../../src/distribution/distribution-config.ts';
import {
  lostFeatures,
  mergeOlderStreamingUpdate,
  mergeOlderUpdate,
} from '../../src/distribution/older-update.ts';
import { streamingConfigurations } from './answers.ts';
import { configurations } from './configurations.ts';

const readBack = (config: DistributionConfig, version: ApiVersion) => {
  const xml = writeApiDocument('DistributionConfig', config, version);
  const reading = readApiDocument('DistributionConfig', Buffer.from(xml), version);
  if ('code' in reading) throw new Error(reading.message);
  return reading.value;
};
/** Behaviors are known by their patterns. */
const distinct = (config: DistributionConfig) => {
  const patterns = config.CacheBehaviors.map(({ PathPattern }) => PathPattern);
  return new Set(patterns).size === patterns.length;
};
/** A flat version names the owner before the others. */
const ownerFirst = (config: DistributionConfig) => {
  const { AwsAccountNumbers } = config.DefaultCacheBehavior.TrustedSigners;
  return [...AwsAccountNumbers].indexOf('self') < 1;
};

test.each(API_VERSIONS)('CA-295 CA-296: what %s reads and sends back changes nothing', (version) => {
  fc.assert(
    fc.property(configurations('2013-05-12').filter(distinct), (config) => {
      if (lostFeatures(config, version) !== null) return;
      if (eraOf(version) !== '12' && !ownerFirst(config)) return;
      expect(mergeOlderUpdate(config, readBack(config, version), version)).toEqual(config);
    }),
    { numRuns: 100 },
  );
});

test.each(API_VERSIONS.filter((version) => eraOf(version) === '12'))(
  'CA-296: %s changes what it can say and loses nothing else',
  (version) => {
    const [stored, update] = fc.sample(configurations('2013-05-12'), { numRuns: 2, seed: 3 });
    const merged = mergeOlderUpdate(stored!, readBack(update!, version), version);
    expect(merged).toMatchObject({
      CallerReference: update!.CallerReference,
      Aliases: update!.Aliases,
      Origins: update!.Origins,
      PriceClass: (version < '2012-07-01' ? stored! : update!).PriceClass,
      ViewerCertificate: (version < '2013-05-12' ? stored! : update!).ViewerCertificate,
    });
  },
);

test.each<[string, Partial<DistributionConfig>, ApiVersion, string | null]>([
  ['one origin, no behaviors', {}, '2008-06-30', null],
  ['a custom origin', { Origins: [origin('a', true)] }, '2010-11-01', null],
  ['a custom origin', { Origins: [origin('a', true)] }, '2010-08-01', 'a custom origin'],
  ['two origins', { Origins: [origin('a', false), origin('b', false)] }, '2010-11-01', 'further origins'],
  ['two origins', { Origins: [origin('a', false), origin('b', false)] }, '2012-05-05', null],
])('CA-295: %s, %o through %s', (_name, change, version, lost) => {
  const [config] = fc.sample(configurations('2008-06-30'), { numRuns: 1, seed: 1 });
  expect(lostFeatures({ ...config!, ...change }, version)).toBe(lost);
});

test('CA-295: cache behaviors are lost in a flat version', () => {
  const [config] = fc.sample(configurations('2008-06-30'), { numRuns: 1, seed: 1 });
  const many = { ...config!, CacheBehaviors: [config!.DefaultCacheBehavior] };
  expect(lostFeatures(many, '2010-11-01')).toBe('cache behaviors');
});

test('CA-296: signers that are named but not enabled stay when a flat version cannot name them', () => {
  const [one] = fc.sample(streamingConfigurations('2010-11-01'), { numRuns: 1, seed: 1 });
  const off = { Enabled: false, AwsAccountNumbers: [] };
  const stored = { ...one!, TrustedSigners: { Enabled: false, AwsAccountNumbers: ['self'] } };
  const update = { ...one!, TrustedSigners: off };
  expect(mergeOlderStreamingUpdate(stored, update, '2010-11-01')).toEqual(stored);
  expect(mergeOlderStreamingUpdate(stored, update, '2012-05-05').TrustedSigners).toEqual(off);
});

test('CA-162 CA-296: a streaming update through a version without price classes keeps the one stored', () => {
  const [one] = fc.sample(streamingConfigurations('2013-05-12'), { numRuns: 1, seed: 1 });
  const stored = { ...one!, PriceClass: 'PriceClass_200' as const };
  const update = { ...one!, Comment: 'new', PriceClass: 'PriceClass_All' as const };
  expect(mergeOlderStreamingUpdate(stored, update, '2012-05-05')).toEqual({ ...stored, Comment: 'new' });
  expect(mergeOlderStreamingUpdate(stored, update, '2012-07-01')).toBe(update);
});

function origin(id: string, isCustom: boolean): DistributionConfig['Origins'][number] {
  const custom = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' as const };
  return {
    Id: id,
    DomainName: `${id}.s3.amazonaws.com`,
    S3OriginConfig: isCustom ? null : { OriginAccessIdentity: '' },
    CustomOriginConfig: isCustom ? custom : null,
  };
}
