/** One resource through the listener, called in one version of the API after the other. */
import { expect, test } from 'vitest';
import { API_VERSIONS } from '../../src/distribution/api-version.ts';
import { headerValue } from '../harness/raw-viewer.ts';
import { AUTHORIZED, ControlSetting } from './control-setting.ts';
import { planeSetting, xml } from './plane-setting.ts';
import { bucketOrigin, distributionConfig } from './request-documents.ts';

test('CA-293 CA-297: id and ETag stay, namespace and Location follow the version of the call', async () => {
  const control = planeSetting();
  await using setting = await ControlSetting.open({ perform: control.plane.perform });
  const { id, etag } = control.createDistribution({ origin: bucketOrigin() });
  for (const version of API_VERSIONS) {
    const shown = await setting.ask(`GET /${version}/distribution/${id} HTTP/1.1`);
    expect(headerValue(shown, 'etag')).toBe(etag);
    expect(shown.body.toString()).toContain(
      `<Distribution xmlns="http://cloudfront.amazonaws.com/doc/${version}/">`,
    );
    expect(shown.body.toString()).toContain(`<Id>${id}</Id>`);
    const config = distributionConfig({ origin: bucketOrigin(), CallerReference: version });
    const body = xml('DistributionConfig', config, version);
    const headers = `${AUTHORIZED}Content-Length: ${body.length}\r\n`;
    const created = await setting.ask(`POST /${version}/distribution HTTP/1.1`, headers, body);
    const address = `https://cloudfront.amazonaws.com/${version}/distribution/E`;
    expect(headerValue(created, 'location')).toContain(address);
    const missing = await setting.ask(`GET /${version}/distribution/E1ABCDEFGHIJ234 HTTP/1.1`);
    expect(missing.body.toString()).toContain(
      `<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/${version}/">`,
    );
  }
});
