/** Resources written in one version of the API and changed in another: what comes out can always be delivered. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { API_VERSIONS } from '../../src/distribution/api-version.ts';
import { compileDistribution } from '../../src/routing/compiled-distribution.ts';
import { configurations } from '../distribution/configurations.ts';
import { ACCOUNT, planeSetting, xml } from './plane-setting.ts';

const identities = [{ id: 'E3KITCHENEXAMPL', comment: '', account: ACCOUNT }];

const written = fc
  .constantFrom(...API_VERSIONS)
  .chain((version) => configurations(version).map((config) => ({ version, config })));

test('CA-293 CA-295 CA-296: created in any version, updated in any other', () => {
  const control = planeSetting({ file: { distributions: [], identities } });
  let made = 0;
  fc.assert(
    fc.property(written, written, (first, second) => {
      made += 1;
      const named = (config: typeof first.config, suffix: string) => ({
        ...{ ...config, CallerReference: `r${made}` },
        Aliases: config.Aliases.map((_, at) => `n${at}.${suffix}${made}.example.org`),
      });
      const created = xml('DistributionConfig', named(first.config, 'a'), first.version);
      const { version } = second;
      const account = `${made}`.padStart(12, '0');
      const result = control.call('CreateDistribution', { account, version: first.version, body: created });
      const id = result.location!.split('/').at(-1)!;
      const body = xml('DistributionConfig', named(second.config, 'b'), version);
      const code = control.code('UpdateDistribution', { account, id, ifMatch: result.etag, version, body });
      expect([null, 'IllegalUpdate']).toContain(code);
      const document = control.plane.documents().find((one) => one.id === id)!;
      expect(document.version).toBe(code === null ? version : first.version);
      compileDistribution(document, { origins: new Map(), signers: new Map() });
    }),
    { numRuns: 30 },
  );
});
