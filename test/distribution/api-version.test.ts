import { expect, test } from 'vitest';
import { writeApiDocument } from '../../src/distribution/api-documents.ts';
import { API_VERSIONS, type ApiVersion } from '../../src/distribution/api-version.ts';
import { parseXml } from '../control/parsed-xml.ts';
import { bucketOrigin, distributionConfig } from '../control/request-documents.ts';

const CONFIG = distributionConfig({
  origin: bucketOrigin(),
  Aliases: ['www.example.org'],
  DefaultRootObject: 'index.html',
  Comment: 'pictures',
});

const FLAT = ['CallerReference', 'CNAME', 'Comment', 'Enabled'];
const COUNTED = [
  ...['CallerReference', 'Aliases', 'DefaultRootObject', 'Origins', 'DefaultCacheBehavior', 'CacheBehaviors'],
  ...['Comment', 'Logging'],
];
const ELEMENTS: [ApiVersion, readonly string[]][] = [
  ['2008-06-30', ['Origin', ...FLAT]],
  ['2010-08-01', ['Origin', ...FLAT, 'DefaultRootObject']],
  ['2010-11-01', ['S3Origin', ...FLAT, 'DefaultRootObject']],
  ['2012-05-05', [...COUNTED, 'Enabled']],
  ['2012-07-01', [...COUNTED, 'PriceClass', 'Enabled']],
  ['2013-05-12', [...COUNTED, 'ViewerCertificate', 'PriceClass', 'Enabled']],
];

test.each(ELEMENTS)('CA-6 CA-104: the elements that %s has, logging being off', (version, names) => {
  const { children } = parseXml(writeApiDocument('DistributionConfig', CONFIG, version));
  expect(children.map(({ name }) => name)).toEqual(names);
});

test('CA-6: six versions are served', () => {
  expect(API_VERSIONS).toEqual(ELEMENTS.map(([version]) => version));
});
