/** npm's aws-sdk 1.12.0 against the control API, in both versions it has, over HTTP and over TLS. */
import { test } from 'vitest';
import { AWS_SDK_MISSING, AwsSdkClient, type SdkVersion } from './control/aws-sdk-client.ts';
import { ControlSite } from './control/control-site.ts';
import { walkEveryAction } from './control/every-action.ts';
import { walkLifeCycle } from './control/life-cycle.ts';

const ROWS: readonly (readonly [SdkVersion, 'http' | 'https'])[] = [
  ['2012-05-05', 'http'],
  ['2013-05-12', 'https'],
];

test.for(ROWS)('CA-332: aws-sdk at %s over %s', async ([version, scheme], { skip }) => {
  skip(AWS_SDK_MISSING !== null, AWS_SDK_MISSING ?? '');
  const site = await ControlSite.start();
  const client = new AwsSdkClient(site, version, scheme);
  await walkLifeCycle(site, client, { hasInvalidations: true });
  await walkEveryAction(site, client);
});
