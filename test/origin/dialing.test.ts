import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { NameService } from '../../src/origin/name-service.ts';
import { NOBODY } from '../harness/nobody.ts';
import { customTarget, fetchFrom } from '../harness/origin-answer.ts';
import { gate, RESET, reply, scriptedOrigin, untilClose } from '../harness/scripted-origin.ts';
import { testCertificate } from '../harness/test-certificate.ts';
import { testOrigins } from '../harness/test-origins.ts';

function namesOf(...addresses: string[]): NameService & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    addresses: async (name) => {
      asked.push(name);
      if (addresses.length === 0) throw new Error('ENOTFOUND');
      return addresses;
    },
    ttlSeconds: async () => 60,
  };
}

describe('names and addresses', () => {
  test('all addresses of a name are tried in turn, within one attempt', async () => {
    const origin = await scriptedOrigin(() => reply(200, {}, 'LOGO'), { host: '127.0.0.3' });
    const { origins } = testOrigins({ originAttempts: 1 }, namesOf('127.0.0.98', NOBODY.host, '127.0.0.3'));
    const answer = fetchFrom(origins, customTarget({ host: 'origin.test', port: origin.port }));

    expect(await answer.ended).toBe('end');
    expect(origin.requests[0]?.head).toContain('host: www.example.com');
  });

  test('OR-42: an address that nobody listens on is a refusal', async () => {
    const { origins } = testOrigins();

    expect(await fetchFrom(origins, customTarget(NOBODY)).ended).toBe('refused');
  });

  test('OR-36 OR-40 LQ-22: a refused connection is tried three times', async () => {
    let tries = 0;
    const { origins } = testOrigins(
      {},
      {
        ttlSeconds: async () => 0,
        addresses: async () => {
          tries++;
          return [NOBODY.host];
        },
      },
    );

    expect(await fetchFrom(origins, customTarget({ ...NOBODY, host: 'origin.test' })).ended).toBe('refused');
    expect(tries).toBe(3);
  });

  test('OR-43: a name without an address is a DNS fault, asked once', async () => {
    const names = namesOf();
    const { origins } = testOrigins({}, names);

    expect(await fetchFrom(origins, customTarget({ host: 'nowhere.test', port: 80 })).ended).toBe('dns');
    expect(names.asked).toEqual(['nowhere.test']);
  });

  test('OR-36 OR-43: a name service that does not answer within the connect time is a DNS fault', async () => {
    const silent = { addresses: () => new Promise<string[]>(() => undefined), ttlSeconds: async () => 60 };
    const { origins, clock } = testOrigins({}, silent);
    const answer = fetchFrom(origins, customTarget({ host: 'silent.test', port: 80 }));
    await new Promise((resolve) => setImmediate(resolve));
    clock.tick(10_000);

    expect(await answer.ended).toBe('dns');
  });
});

describe('TLS', () => {
  const secure = { isSecure: true };

  test('OR-2 OR-3: a match-viewer origin is asked over the protocol of the viewer, an http-only one over HTTP', async () => {
    const certificate = await testCertificate('www.example.com');
    const http = await scriptedOrigin(() => reply(200, {}, 'http'));
    const https = await scriptedOrigin(() => reply(200, {}, 'https'), { tls: certificate });
    const { origins } = testOrigins();
    const match = customTarget(http.endpoint, { https: https.endpoint, ca: certificate.cert });
    const answers = [
      fetchFrom(origins, match),
      fetchFrom(origins, match, secure),
      fetchFrom(origins, { ...match, kind: 's3' }, secure),
      fetchFrom(origins, { ...match, protocolPolicy: 'http-only' }, secure),
    ];

    expect(await Promise.all(answers.map(({ ended }) => ended))).toEqual(['end', 'end', 'end', 'end']);
    expect(answers.map(({ text }) => text)).toEqual(['http', 'https', 'https', 'http']);
  });

  test.each([
    ['OR-9: a certificate of no trusted authority', { trusted: false, name: 'www.example.com' }, 'tls'],
    [
      'OR-9: an expired certificate',
      { trusted: true, name: 'www.example.com', notAfter: '2014-01-01' },
      'tls',
    ],
    [
      'OR-9: a certificate for another name, where names are not compared',
      { trusted: true, name: 'other.example' },
      'end',
    ],
    [
      'a certificate for another name, where names are compared',
      { trusted: true, name: 'other.example', verifiesName: true },
      'tls',
    ],
    [
      'a certificate for the name, where names are compared',
      { trusted: true, name: 'www.example.com', verifiesName: true },
      'end',
    ],
  ])(
    '%s',
    async (_name, given: {
      trusted: boolean;
      name: string;
      notAfter?: string;
      verifiesName?: boolean;
    }, outcome) => {
      const certificate = await testCertificate(given.name, new Date(given.notAfter ?? '2099-01-01'));
      const origin = await scriptedOrigin(() => reply(200), { tls: certificate });
      const { origins } = testOrigins();
      const target = customTarget(origin.endpoint, {
        ca: given.trusted ? certificate.cert : null,
        verifiesName: given.verifiesName ?? false,
      });

      expect(await fetchFrom(origins, target, secure).ended).toBe(outcome);
      expect(origin.requests).toHaveLength(outcome === 'end' ? 1 : 0);
    },
  );

  test('the origin is told the domain name (SNI) and asked for HTTP/1.1', async () => {
    const certificate = await testCertificate('www.example.com');
    const origin = await scriptedOrigin(() => reply(200), { tls: certificate });
    const { origins } = testOrigins();
    await fetchFrom(origins, customTarget(origin.endpoint, { ca: certificate.cert }), secure).ended;

    const [socket] = origin.open as Set<TLSSocket & { servername?: string }>;
    expect(socket?.servername).toBe('www.example.com');
  });

  test.each([
    ['TLSv1.2', ['tls']],
    // The refusal comes after the handshake, and races with the connection's end.
    ['TLSv1.3', ['tls', 'closed']],
  ] as const)(
    'OR-10: an origin that insists on a client certificate is not served from (%s)',
    async (version, faults) => {
      const certificate = await testCertificate('www.example.com');
      const tls = { ...certificate, requestCert: true, minVersion: version, maxVersion: version };
      const origin = await scriptedOrigin(() => reply(200), { tls });
      const { origins } = testOrigins();
      const answer = fetchFrom(origins, customTarget(origin.endpoint, { ca: certificate.cert }), secure);

      expect(faults).toContain(await answer.ended);
      expect(origin.requests).toHaveLength(0);
    },
  );

  test('an origin that does not speak TLS is a TLS fault', async () => {
    const origin = await scriptedOrigin([], {});
    const { origins } = testOrigins();
    const answer = fetchFrom(origins, customTarget(origin.endpoint), secure);
    await origin.until(() => origin.open.size > 0);
    for (const socket of origin.open) socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');

    expect(await answer.ended).toBe('tls');
  });

  test('OR-36 OR-42 LQ-22: a handshake silent for 10 s is tried three times, then it is a connect time-out', async () => {
    const origin = await scriptedOrigin([]);
    const { origins, clock } = testOrigins();
    const answer = fetchFrom(origins, customTarget(origin.endpoint), secure);
    for (const tries of [1, 2, 3]) {
      await origin.until(() => origin.connections === tries && origin.open.size === 1);
      clock.tick(9_999);
      expect(answer.outcome).toBeNull();
      clock.tick(1);
    }

    expect(await answer.ended).toBe('connect-timeout');
    expect(origin.connections).toBe(3);
    await origin.closedTo(0);
  });

  test('a silent address leaves the others their share of the time', async () => {
    const certificate = await testCertificate('www.example.com');
    const speaking = await scriptedOrigin(() => reply(200), { tls: certificate, host: '127.0.0.2' });
    const silent = await scriptedOrigin([], { host: '127.0.0.1', port: speaking.port });
    const { origins, clock } = testOrigins({ originAttempts: 1 }, namesOf('127.0.0.1', '127.0.0.2'));
    const target = customTarget({ host: 'origin.test', port: speaking.port }, { ca: certificate.cert });
    const answer = fetchFrom(origins, target, secure);
    await silent.until(() => silent.connections === 1);
    clock.tick(5_000);

    expect(await answer.ended).toBe('end');
  });

  test('a fetch aborted while it connects gives the connection up at once', async () => {
    const origin = await scriptedOrigin([]);
    const { origins, clock } = testOrigins();
    const answer = fetchFrom(origins, customTarget(origin.endpoint), secure);
    await origin.until(() => origin.open.size === 1);
    answer.fetch?.abort();
    await origin.closedTo(0);
    clock.tick(60_000);

    expect(answer.outcome).toBeNull();
    expect(origin.connections).toBe(1);
  });

  test('OR-46: over TLS too, a body until close is complete when closed in order and truncated when broken', async () => {
    const certificate = await testCertificate('www.example.com');
    const sent = gate();
    const script = [untilClose(200, {}, ['LOGO']), untilClose(200, {}, ['LOGO', sent], RESET)];
    const origin = await scriptedOrigin(script, { tls: certificate });
    const { origins } = testOrigins();
    const target = customTarget(origin.endpoint, { ca: certificate.cert });

    expect(await fetchFrom(origins, target, secure).ended).toBe('end');
    const cut = fetchFrom(origins, target, secure);
    await cut.receivedBytes(4);
    sent.open();
    expect(await cut.ended).toBe('truncated');
  });
});
