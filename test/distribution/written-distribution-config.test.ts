import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeApiDocument } from '../../src/distribution/api-documents.ts';
import { API_VERSIONS, type ApiVersion } from '../../src/distribution/api-version.ts';
import { readDistributionConfig } from '../../src/distribution/read-distribution-config.ts';
import { configurations } from './configurations.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'distributions');

/** White space between elements and the declaration say nothing. */
const squeezed = (xml: string) =>
  xml
    .replace(/^<\?xml[^>]*\?>\s*/, '')
    .replace(/>\s+</g, '><')
    .trim();

test.each(API_VERSIONS.filter((version) => version !== '2010-11-01'))(
  'CA-79 CA-84 CA-88 CA-89: a document of %s is written as its guide spells it',
  (version) => {
    const text = readFileSync(join(FIXTURES, `${version}.xml`), 'utf8');
    const reading = readDistributionConfig(text, { format: 'xml', apiVersion: null });
    if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
    expect(squeezed(writeApiDocument('DistributionConfig', reading.config, version))).toBe(squeezed(text));
  },
);

test('CA-101 CA-119: a custom origin of 2010-11-01 is written with both ports, Logging before DefaultRootObject', () => {
  const text = readFileSync(join(FIXTURES, '2010-11-01.xml'), 'utf8');
  const reading = readDistributionConfig(text, { format: 'xml', apiVersion: null });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  expect(squeezed(writeApiDocument('DistributionConfig', reading.config, '2010-11-01'))).toBe(
    squeezed(text.replace('</HTTPPort>', '</HTTPPort><HTTPSPort>443</HTTPSPort>')),
  );
});

test.each(API_VERSIONS)(
  'CA-79 CA-89: what %s can say survives being written and read',
  (version: ApiVersion) => {
    fc.assert(
      fc.property(configurations(version), (config) => {
        const xml = writeApiDocument('DistributionConfig', config, version);
        expect(readDistributionConfig(xml, { format: 'xml', apiVersion: null })).toEqual({ version, config });
      }),
      { numRuns: 60 },
    );
  },
);

test('CA-296: an older version leaves out what only a newer one can say', () => {
  const config = fc.sample(configurations('2013-05-12'), { numRuns: 1, seed: 1 })[0]!;
  expect(writeApiDocument('DistributionConfig', config, '2012-05-05')).not.toMatch(
    /Cookies|PriceClass|ViewerCertificate/,
  );
});

test('CA-295: a flat version shows the default behavior’s origin', () => {
  const text = readFileSync(join(FIXTURES, '2013-05-12.xml'), 'utf8');
  const reading = readDistributionConfig(text, { format: 'xml', apiVersion: null });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  expect(writeApiDocument('DistributionConfig', reading.config, '2010-11-01')).toContain(
    '<CustomOrigin><DNSName>www.kitchen.example</DNSName><HTTPPort>8080</HTTPPort>',
  );
});
