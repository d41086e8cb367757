import { describe, expect, test } from 'vitest';
import { explain } from '../../../src/admin/explain/explain.ts';
import { readQuestion } from '../../../src/admin/explain/question.ts';
import { compileDistribution } from '../../../src/routing/compiled-distribution.ts';
import type { OriginSettings } from '../../../src/routing/origin-settings.ts';
import { RoutingTable } from '../../../src/routing/routing-table.ts';
import { ManualClock } from '../../harness/manual-clock.ts';
import { DOMAIN, distribution, FakeEdge, SETTINGS } from '../setting.ts';
import { explained } from './explained.ts';

const url = `http://${DOMAIN}/a`;

describe('headers', () => {
  const LOST: [name: string, value: string, fate: string, rule: string][] = [
    ['User-Agent', 'curl/8', 'replaced', 'OR-13'],
    ['Connection', 'close', 'replaced', 'OR-14'],
    ['Keep-Alive', '300', 'removed', 'OR-14'],
    ['Via', '1.1 proxy', 'extended', 'OR-15'],
    ['X-Forwarded-For', '192.0.2.1', 'extended', 'OR-16'],
    ['X-Amz-Cf-Id', 'forged', 'replaced', 'OR-17'],
    ['Authorization', 'Basic eDp5', 'removed', 'OR-18'],
    ['Cookie', 'a=1', 'removed', 'OR-19'],
    ['Accept-Encoding', 'br', 'removed', 'OR-20'],
    ['Accept-Encoding', 'gzip, br', 'replaced', 'OR-20'],
    ['Accept', '*/*', 'removed', 'OR-21'],
    ['Accept-Charset', 'utf-8', 'removed', 'OR-21'],
    ['Accept-Language', 'de', 'removed', 'OR-21'],
    ['Referer', 'http://a/', 'removed', 'OR-21'],
    ['Expect', '100-continue', 'removed', 'OR-22'],
    ['TE', 'trailers', 'removed', 'OR-23'],
    ['Trailer', 'X', 'removed', 'OR-23'],
    ['Proxy-Authorization', 'Basic eDp5', 'removed', 'OR-23'],
    ['Proxy-Connection', 'close', 'removed', 'OR-23'],
    ['Upgrade', 'h2c', 'removed', 'OR-24'],
    ['X-Edge-Any', '1', 'removed', 'OR-25'],
    ['X-Edgefront-Any', '1', 'removed', 'OR-25'],
    ['X-Real-IP', '192.0.2.1', 'removed', 'OR-25'],
    ['X-Forwarded-Proto', 'https', 'removed', 'OR-25'],
    ['X-HTTP-Method-Override', 'PUT', 'removed', 'OR-26'],
    ['CloudFront-Viewer-Country', 'DE', 'removed', 'OR-32'],
    ['Range', 'bytes=0-5', 'removed', 'RG-2'],
    ['If-None-Match', '"a"', 'removed', 'D-4'],
    ['If-Modified-Since', 'Sat, 01 Jun 2013 00:00:00 GMT', 'removed', 'D-4'],
  ];

  test.each(LOST)('%s: %s is %s, and why', (name, value, fate, rule) => {
    const { lost } = explained({ url, headers: { [name]: value } }).originRequest!;
    expect(lost).toContainEqual({ name, value, fate, rule: expect.objectContaining({ id: rule }) });
  });

  test('one that Connection names, and one of no rule', () => {
    const headers = { Connection: 'X-Hop', 'X-Hop': '1', 'Content-Length': '0' };
    const { lost } = explained({ url, headers }).originRequest!;
    const rules = lost.map(({ name, rule }) => [name, rule?.id ?? null]);
    expect(rules).toContainEqual(['X-Hop', 'OR-14']);
    expect(rules).toContainEqual(['Content-Length', null]);
  });

  test.each([
    ['X-Anything', 'at all', 'OR-11'],
    ['Cache-Control', 'no-cache', 'OR-27'],
    ['Pragma', 'no-cache', 'OR-27'],
    ['Origin', 'http://a', 'OR-31'],
  ])('%s: %s goes on', (name, value, rule) => {
    const { headers, lost } = explained({ url, headers: { [name]: value } }).originRequest!;
    expect(headers).toContainEqual({ name, value, rule: expect.objectContaining({ id: rule }) });
    expect(lost.map((header) => header.name)).toEqual(['Host']);
  });

  test('forwarded cookies go on, in order', () => {
    const { headers } = explained({
      url: `http://${DOMAIN}/app/a`,
      headers: { Cookie: 'b=2; session=1' },
    }).originRequest!;
    expect(headers).toContainEqual(expect.objectContaining({ name: 'Cookie', value: 'session=1' }));
  });
});

describe('where to', () => {
  const own: OriginSettings = {
    directory: null,
    isPrivate: false,
    readers: [],
    hasListing: false,
    http: null,
    https: null,
    ca: null,
    pathStyle: false,
    region: 'us-east-1',
    credentials: null,
  };

  function originOf(target: string, settings: Partial<OriginSettings> = {}) {
    const origins = new Map([['demo-bucket.s3.amazonaws.com', { ...own, ...settings }]]);
    const edge = new FakeEdge({ pop: 'IAD2', region: 'US' }, new ManualClock());
    const compiled = compileDistribution(distribution(), { ...SETTINGS, origins });
    const table = new RoutingTable([compiled], { region: 'US', hasLocalNames: true });
    const edges = [
      { ...edge, store: edge.store, table, isMemoryShort: () => false, isInFlight: () => false },
    ];
    return explain({ edges, viewerChoosesEdge: true, isLive: true }, readQuestion({ url: target }));
  }

  test.each([
    ['http', 80],
    ['https', 443],
  ] as const)('the protocol of the viewer: %s', (protocol, port) => {
    expect(originOf(`${protocol}://${DOMAIN}/a`).originRequest).toMatchObject({
      originId: 'www',
      kind: 'custom',
      protocol,
      endpoint: { host: 'www.example.com', port },
      path: '/a',
    });
  });

  test('a bucket in the path, signed, without telling the secret', () => {
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'hush', sessionToken: 'hush' };
    const http = { host: '127.0.0.1', port: 9000 };
    const explanation = originOf(`http://${DOMAIN}/images/a?x`, { credentials, pathStyle: true, http });
    expect(explanation.originRequest).toMatchObject({
      kind: 's3',
      endpoint: http,
      path: '/demo-bucket/images/a?x',
      isSigned: true,
    });
    expect(JSON.stringify(explanation)).not.toContain('hush');
  });

  test('a folder played as a bucket', () => {
    const { originRequest, story } = originOf(`http://${DOMAIN}/images/a`, { directory: '/srv/bucket' });
    expect(originRequest).toMatchObject({ endpoint: null, folder: '/srv/bucket', isSigned: false });
    expect(story.join('\n')).toContain('played by the folder /srv/bucket');
  });
});
