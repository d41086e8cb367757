/** Names that edgefront gives where a configuration leaves them out. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';

const FILE = `
listen: { http: 0 }
edges: [{ pop: IAD2 }]
distributions: [{ config: ./distribution.json }]
`;

test('VR-2 D-18: a distribution without an id and a name gets both, stably, its name beginning with d', () => {
  const folder = mkdtempSync(join(tmpdir(), 'edgefront-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync('config/single-origin/distribution.json', join(folder, 'distribution.json'));
  writeFileSync(join(folder, 'edgefront.yaml'), FILE);
  const first = namesOf(join(folder, 'edgefront.yaml'));
  expect(first).toEqual({
    id: expect.stringMatching(/^E[A-Z0-9]{13,14}$/),
    domainName: expect.stringMatching(/^d[a-z0-9]{13}\.cloudfront\.net$/),
  });
  expect(namesOf(join(folder, 'edgefront.yaml'))).toEqual(first);
});

function namesOf(file: string) {
  const reading = readSettings(file, {});
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  const { id, domainName } = reading.settings.distributions[0]!;
  return { id, domainName };
}
