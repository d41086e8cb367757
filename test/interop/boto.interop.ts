/** Debian's python3-boto against the control API: in the version it was made for, and in the first of all. */
import { test } from 'vitest';
import { BOTO_MISSING, BotoClient } from './control/boto-client.ts';
import { ControlSite } from './control/control-site.ts';
import { walkLifeCycle } from './control/life-cycle.ts';

const ROWS = [
  ['2010-11-01', 'https'],
  ['2008-06-30', 'http'],
] as const;

test.for(ROWS)('CA-335: boto at %s over %s', async ([version, scheme], { skip }) => {
  skip(BOTO_MISSING !== null, BOTO_MISSING ?? '');
  const site = await ControlSite.start();
  const hasInvalidations = version !== '2008-06-30';
  await walkLifeCycle(site, new BotoClient(site, version, scheme), { hasInvalidations });
});
