/** Debian's s3cmd against the control API over TLS, with s3rver as the S3 behind its bucket. */
import { test } from 'vitest';
import { BUCKET, ControlSite } from './control/control-site.ts';
import { walkLifeCycle } from './control/life-cycle.ts';
import { S3CMD_MISSING, S3cmdClient } from './control/s3cmd-client.ts';
import { startS3cmdProxy } from './control/s3cmd-proxy.ts';
import { Workplace } from './edge-under-test.ts';
import { startS3rver } from './s3rver.ts';

test('CA-334: s3cmd over https', async ({ skip }) => {
  skip(S3CMD_MISSING !== null, S3CMD_MISSING ?? '');
  const { httpPort } = await startS3rver(new Workplace().room('s3rver'), null);
  const site = await ControlSite.start({
    settings: { http: `127.0.0.1:${httpPort}` },
    put: async (path, body) => {
      const { status } = await fetch(`http://127.0.0.1:${httpPort}/${BUCKET}${path}`, {
        method: 'PUT',
        body,
      });
      if (status !== 200) throw new Error(`putting ${path} was answered ${status}`);
    },
  });
  const client = new S3cmdClient(site, await startS3cmdProxy(httpPort!));
  await walkLifeCycle(site, client, { hasInvalidations: true, uploads: true, disablesBeforeDelete: true });
});
