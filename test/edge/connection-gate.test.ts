import { Server } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { ConnectionGate } from '../../src/edge/connection-gate.ts';
import { ConnectionTally } from '../../src/edge/connection-tally.ts';
import type { Reception } from '../../src/edge/reception.ts';

afterEach(() => vi.restoreAllMocks());

test('a connection that the system does not hand over is told, and ends nothing', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  const mistakes: unknown[] = [];
  const sinks = { reportMistake: (error: unknown, where: object) => void mistakes.push({ error, ...where }) };
  const reception = { edge: { pop: 'IAD2', sinks }, isSecure: false } as unknown as Reception;
  const gate = new ConnectionGate({
    ...{ certificates: null, expectsProxyHeader: false, reception },
    tally: new ConnectionTally(),
  });
  await gate.listen({ host: '127.0.0.1', port: 0 });
  const error = new Error('accept ENOBUFS');
  (listen.mock.contexts[0] as Server).emit('error', error);
  expect(mistakes).toEqual([{ error, step: 'accept', requestId: '', pop: 'IAD2' }]);
  await gate.close();
});
