/** Parts of stored objects, and what holds for all parts. */
import { describe, expect, test } from 'vitest';
import { signUrl } from '../../src/signing/sign.ts';
import { START_MS } from '../harness/manual-clock.ts';
import { BODY, begun, HEADERS, ignoring, knowing, see } from '../harness/range-talk.ts';
import { chunked, partial, type Reply, reply, untilClose } from '../harness/scripted-origin.ts';
import { DOMAIN_NAME, requestText, withEase } from '../harness/test-edge.ts';
import { KEY_PAIR_ID, PRIVATE_KEY, PUBLIC_KEY_PEM } from '../signing/signer.ts';

describe('of a stored object', () => {
  const PARTS: [title: string, range: string, seen: string][] = [
    ['RG-1', 'bytes=0-0', '206 Hit bytes 0-0/20 0'],
    ['RG-1', 'bytes=2-4', '206 Hit bytes 2-4/20 234'],
    ['RG-1', 'bytes=18-', '206 Hit bytes 18-19/20 IJ'],
    ['RG-1', 'bytes=18-99', '206 Hit bytes 18-19/20 IJ'],
    ['RG-1', 'bytes=0-', `206 Hit bytes 0-19/20 ${BODY}`],
    ['RG-10', 'bytes=-3', '206 Hit bytes 17-19/20 HIJ'],
    ['RG-10', 'bytes=-99', `206 Hit bytes 0-19/20 ${BODY}`],
    ['RG-10', 'bytes=-0', '416'],
    ['RG-11', 'bytes=20-', '416'],
    ['RG-11', 'bytes=99-100', '416'],
    ['RG-10', 'bytes=4-2', `200 Hit ${BODY}`],
    ['RG-10', 'bytes=-5-7', `200 Hit ${BODY}`],
    ['RG-1', 'lines=1-2', `200 Hit ${BODY}`],
    ['RG-6 RG-10', 'bytes=4-5,0-1', `200 Hit ${BODY}`],
    ['RG-6 RG-10', 'bytes=0-4,3-9', `200 Hit ${BODY}`],
    ['RG-6', 'bytes=0-1,99-100', `200 Hit ${BODY}`],
    ['RG-6 RG-11', 'bytes=20-21,99-100', '416'],
  ];
  const sources: [how: string, first: Reply][] = [
    ['with a length', reply(200, HEADERS, BODY)],
    ['that came in chunks', chunked(200, HEADERS, BODY.subarray(0, 7), BODY.subarray(7))],
    ['that ended with its connection', untilClose(200, HEADERS, [BODY])],
  ];

  test.each(sources)(
    'RG-1 RG-6 RG-10 RG-11: one %s: every part comes from the cache',
    async (_how, first) => {
      const { edge, origin, part } = await begun([first]);
      await edge.get('/a');
      for (const [title, range, seen] of PARTS) {
        const answer = await part(range);
        if (seen === '416') {
          expect([answer.status, answer.header('content-range')], `${title} ${range}`).toEqual([
            416,
            'bytes */20',
          ]);
        } else expect(see(answer), `${title} ${range}`).toBe(seen);
      }
      expect(origin.requests).toHaveLength(1);
      expect(edge.mistakes).toEqual([]);
    },
  );

  test('RG-6: several parts are one multipart answer, with its length', async () => {
    const { edge, part } = await begun(ignoring);
    await edge.get('/a');
    const answer = await part('bytes=0-1, 5-6,-2');
    const boundary = /^multipart\/byteranges; boundary=(\S+)$/.exec(answer.header('content-type') ?? '')?.[1];
    expect([answer.status, answer.header('content-range')]).toEqual([206, undefined]);
    expect(answer.text).toBe(
      [
        `--${boundary}\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/20\r\n\r\n01`,
        `--${boundary}\r\nContent-Type: text/plain\r\nContent-Range: bytes 5-6/20\r\n\r\n56`,
        `--${boundary}\r\nContent-Type: text/plain\r\nContent-Range: bytes 18-19/20\r\n\r\nIJ`,
        `--${boundary}--\r\n`,
      ].join('\r\n'),
    );
    expect(answer.header('content-length')).toBe(String(answer.body.length));
  });

  test('RG-6: more parts than the limit get the whole', async () => {
    const { edge, part } = await begun(ignoring, { limits: { rangeParts: 2 } });
    await edge.get('/a');
    expect((await part('bytes=0-0,2-2')).status).toBe(206);
    expect(see(await part('bytes=0-0,2-2,4-4'))).toBe(`200 Hit ${BODY}`);
  });

  test.each<[ifRange: string, seen: string]>([
    ['"1"', '206 Hit bytes 2-4/20 234'],
    ['"2"', `200 Hit ${BODY}`],
    ['W/"1"', `200 Hit ${BODY}`],
    ['Sat, 01 Jun 2013 00:00:00 GMT', '206 Hit bytes 2-4/20 234'],
    ['Sun, 02 Jun 2013 00:00:00 GMT', `200 Hit ${BODY}`],
    ['nonsense', `200 Hit ${BODY}`],
  ])('RG-12: If-Range %s', async (ifRange, seen) => {
    const headers = { ...HEADERS, 'Last-Modified': 'Sat, 01 Jun 2013 00:00:00 GMT' };
    const { edge, part } = await begun([reply(200, headers, BODY)]);
    await edge.get('/a');
    expect(see(await part('bytes=2-4', { 'If-Range': ifRange }))).toBe(seen);
  });

  test('RG-4: an error page has no parts', async () => {
    const { part, edge } = await begun([reply(404, {}, 'not here')]);
    await edge.get('/a');
    const answer = await part('bytes=0-1');
    expect([answer.status, answer.text]).toEqual([404, 'not here']);
  });
});

test('RG-1: an expired object is confirmed, then the part served', async () => {
  const { edge, part, asked } = await begun([reply(200, HEADERS, BODY), partial(304, HEADERS)]);
  await edge.get('/a');
  edge.clock.advance(60);
  expect(see(await part('bytes=5-6'))).toBe('206 RefreshHit bytes 5-6/20 56');
  expect(asked()).toEqual(['whole', 'whole']);
});

test('RG-15: an object beyond the size limit is cut off; its parts below the limit still work', async () => {
  const { edge, part } = await begun(knowing, { limits: { objectBytes: 19 } });
  expect((await edge.get('/a')).status).toBe(502);
  edge.clock.advance(300);
  expect(see(await part('bytes=5-6'))).toBe('206 Miss bytes 5-6/20 56');
});

test('RG-16: every part of a signed URL is checked against its dates', async () => {
  const TrustedSigners = { Enabled: true, AwsAccountNumbers: ['self'] };
  const signers = new Map([['111122223333', new Map([[KEY_PAIR_ID, PUBLIC_KEY_PEM]])]]);
  const { edge } = await begun(knowing, { behavior: { TrustedSigners }, signers });
  const url = signUrl(`http://${DOMAIN_NAME}/a`, {
    keyPairId: KEY_PAIR_ID,
    privateKey: PRIVATE_KEY,
    expires: START_MS / 1000 + 30,
  });
  const target = url.slice(`http://${DOMAIN_NAME}`.length);
  const part = async (range: string) => (await edge.get(target, { Range: range })).status;
  const viewer = await edge.viewer();
  expect([await part('bytes=0-4'), await part('bytes=5-9')]).toEqual([206, 206]);
  await viewer.send(requestText('GET', target, { Range: 'bytes=0-4' }));
  expect((await viewer.readResponse()).status).toBe(206);
  edge.clock.advance(30);
  expect(await part('bytes=10-14')).toBe(403);
  await viewer.send(requestText('GET', target, { Range: 'bytes=5-9' }));
  expect(withEase(await viewer.readResponse()).status).toBe(403);
});
