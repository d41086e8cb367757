/** What a configuration becomes: behaviors in order, what is switched off is null, eras know what they know. */
import { describe, expect, test } from 'vitest';
import type { ApiVersion } from '../../src/distribution/api-version.ts';
import type { CacheBehavior, DistributionConfig } from '../../src/distribution/distribution-config.ts';
import { behaviorOf, compileDistribution } from '../../src/routing/compiled-distribution.ts';
import { documentOf, PLAIN_BEHAVIOR } from '../harness/test-edge.ts';

const ERAS: [string, ApiVersion][] = [
  ['08', '2008-06-30'],
  ['10', '2010-11-01'],
  ['12', '2013-05-12'],
];

function compiled(config: Partial<DistributionConfig>, version: ApiVersion = '2013-05-12') {
  return compileDistribution(documentOf({ config, version }), { origins: new Map(), signers: new Map() });
}

const behavior = (PathPattern: string): CacheBehavior => ({ ...PLAIN_BEHAVIOR, PathPattern });

describe('VR-27: the first behavior in listed order that matches', () => {
  const listed = compiled({ CacheBehaviors: ['images/*.jpg', 'images/*', '*.jpg', '/a?'].map(behavior) });
  test.each([
    ['/images/a.jpg', 'images/*.jpg'],
    ['/images/a.gif', 'images/*'],
    ['/b.jpg', '*.jpg'],
    ['/ab', '/a?'],
    ['/a', '*'],
    ['/', '*'],
  ])('%s belongs to %s', (path, pattern) => {
    expect(behaviorOf(listed, path).pathPattern).toBe(pattern);
  });

  test('a general one listed first hides the others', () => {
    const hidden = compiled({ CacheBehaviors: ['*', 'images/*'].map(behavior) });
    expect(behaviorOf(hidden, '/images/a')).toBe(hidden.behaviors[0]);
  });
});

describe('by era', () => {
  test.each(ERAS)('VR-35 VR-39: era %s and its default root object', (era, version) => {
    const { rootObjectPath } = compiled({ DefaultRootObject: 'index.html' }, version);
    expect(rootObjectPath).toBe(era === '08' ? null : '/index.html');
    expect(compiled({ DefaultRootObject: '' }, version).rootObjectPath).toBeNull();
  });

  test.each(ERAS)('AL-1: era %s and its log', (era, version) => {
    const log = compiled({}, version).log;
    if (era === '08') expect(log).toBeNull();
    else expect(log).toMatchObject({ bucket: 'logs.s3.amazonaws.com', prefix: '', era });
  });
});

test('AL-1: no log where logging is off', () => {
  const Logging = { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' };
  expect(compiled({ Logging }).log).toBeNull();
});

test('SU-1: keys are asked for only where there are trusted signers', () => {
  const TrustedSigners = { Enabled: true, AwsAccountNumbers: ['self'] };
  const { behaviors } = compiled({ CacheBehaviors: [{ ...behavior('p/*'), TrustedSigners }] });
  expect(behaviors.map(({ keyRing }) => keyRing !== null)).toEqual([true, false]);
});

test('OR-1: a behavior without its origin is a mistake of ours, and cannot pass unnoticed', () => {
  expect(() => compiled({ CacheBehaviors: [{ ...behavior('a'), TargetOriginId: 'none' }] })).toThrow('none');
});
