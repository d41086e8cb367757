/** Distribution configurations as texts, read: whole ones of every version, and one that says the least. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { API_VERSIONS, type ApiVersion } from '../../src/distribution/api-version.ts';
import type { DistributionConfig } from '../../src/distribution/distribution-config.ts';
import { readDistributionConfig } from '../../src/distribution/read-distribution-config.ts';

const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'distributions', name), 'utf8');
export const TEXTS = new Map(API_VERSIONS.map((version) => [version, fixture(`${version}.xml`)]));
export const JSON_TEXT = fixture('2013-05-12.json');

export const readXml = (text: string, apiVersion: ApiVersion | null = null) =>
  readDistributionConfig(text, { format: 'xml', apiVersion });
export const readJson = (text: string, apiVersion: ApiVersion | null = null) =>
  readDistributionConfig(text, { format: 'json', apiVersion });
export const configOf = (reading: ReturnType<typeof readXml>): DistributionConfig => {
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.config;
};
export const said = (reading: ReturnType<typeof readXml>) =>
  'problems' in reading ? reading.problems.map(({ path, message }) => `${path}: ${message}`) : [];

/** The document of `version` with one thing changed; the change must find its place. */
export const changed = (version: ApiVersion, from: string, to: string) => {
  const text = TEXTS.get(version)!;
  expect(text).toContain(from);
  return text.replace(from, to);
};

export const LEAST = `<DistributionConfig><CallerReference>r</CallerReference><Origins><Quantity>1</Quantity><Items><Origin>
  <Id>o</Id><DomainName>o.example</DomainName><CustomOriginConfig><OriginProtocolPolicy>match-viewer</OriginProtocolPolicy>
  </CustomOriginConfig></Origin></Items></Origins><DefaultCacheBehavior><TargetOriginId>o</TargetOriginId>
  <ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy></DefaultCacheBehavior><Enabled>true</Enabled></DistributionConfig>`;

export const times = (count: number, member: string) =>
  Array.from(
    { length: count },
    (_, index) => `<${member}>${String(index).padStart(12, '9')}</${member}>`,
  ).join('');
