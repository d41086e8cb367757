/** autocannon held back, against servers that misbehave: every shot ends once, as an answer or as a failure. */
import { createServer, type Server, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Cannon, type CannonAnswer, type Shot } from '../../src/load/cannon.ts';
import { NOBODY } from '../harness/nobody.ts';

interface Target {
  readonly url: string;
  readonly server: Server;
}

/** `answer` gets each request's head; the count begins with 1. */
async function serve(answer: (socket: Socket, count: number) => void): Promise<Target> {
  let count = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => answer(socket, ++count));
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}

const GET: Shot = { method: 'GET', target: '/', headers: { Host: 'one.test' } };

/** None falls due: a test that waits in vain ends by its own time limit. */
const TIMEOUT_SECONDS = 3600;

interface Run {
  readonly answers: number[];
  failures: number;
  /** Most shots under way at once. */
  most: number;
}

/** Fires `shots` over one connection, asking for every moment to fire, until all have ended. */
async function fire(url: string, shots: readonly Shot[]): Promise<Run> {
  const run: Run = { answers: [], failures: 0, most: 0 };
  let [asked, fired, ended, isOver] = [0, 0, 0, false];
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => {
    ended += 1;
    if (ended === shots.length) resolve();
  };
  const cannon = new Cannon<Shot>({
    ...{ url, connections: 1, timeoutSeconds: TIMEOUT_SECONDS },
    next: () => {
      const shot = shots[fired];
      // By turns, so that the connection is now free and now not.
      if (shot === undefined || asked++ % 2 === 0) return null;
      fired += 1;
      run.most = Math.max(run.most, fired - ended);
      return shot;
    },
    onAnswer: (_shot: Shot, { status }: CannonAnswer) => {
      run.answers.push(status);
      end();
    },
    onFailure: () => {
      run.failures += 1;
      end();
    },
  });
  const poke = () => {
    cannon.fire();
    if (!isOver) setImmediate(poke);
  };
  poke();
  await promise;
  isOver = true;
  await cannon.close();
  return run;
}

const PLAIN = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

test('where nobody listens every shot fails', async () => {
  const url = `http://${NOBODY.host}:${NOBODY.port}`;
  expect(await fire(url, Array(5).fill(GET))).toEqual({ answers: [], failures: 5, most: 1 });
});

test('what is fired between two connections waits for the second, and none is lost', async () => {
  const { url, server } = await serve((socket) => socket.write(PLAIN));
  const gone = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    // The first proves nothing; behind the second, attempts keep their distance.
    if (connections === 2) socket.on('close', () => gone.resolve());
    if (connections <= 2) socket.end();
  });
  const shots: Shot[] = [];
  const answers: number[] = [];
  const end = (status: number) => {
    if (answers.push(status) === 2) over.resolve();
  };
  const cannon = new Cannon<Shot>({
    ...{ url, connections: 1, timeoutSeconds: TIMEOUT_SECONDS },
    next: () => shots.pop() ?? null,
    onAnswer: (_shot: Shot, { status }: CannonAnswer) => end(status),
    onFailure: () => end(0),
  });
  await gone.promise;
  shots.push(GET, GET);
  cannon.fire();
  await over.promise;
  await cannon.close();
  expect(answers).toEqual([200, 200]);
});

test.each([
  ['a length where there is no body', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n', 304],
  ['early hints before the answer', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${PLAIN}`, 200],
  ['a body that the end ends', 'HTTP/1.0 200 OK\r\n\r\nbody', 200],
])('one answer for each shot: %s', async (_, bytes, status) => {
  const { url } = await serve((socket) => (bytes.includes('1.0') ? socket.end(bytes) : socket.write(bytes)));
  expect(await fire(url, Array(4).fill(GET))).toEqual({
    answers: Array(4).fill(status),
    failures: 0,
    most: 1,
  });
});

test('an answer to HEAD without a length leaves the connection open', async () => {
  let connections = 0;
  const { url, server } = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
  server.on('connection', () => {
    connections += 1;
  });
  const shots = Array(6).fill({ ...GET, method: 'HEAD' });
  expect(await fire(url, shots)).toEqual({ answers: Array(6).fill(200), failures: 0, most: 1 });
  expect(connections).toBe(1);
});

test.each([
  ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 1],
  ['a head without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`, 1],
  ['lengths that differ', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok', 1],
  ['two answers to one request', PLAIN + PLAIN, 0],
])(
  'a connection that talks nonsense is left, and the next shot has a new one: %s',
  async (_, bytes, failures) => {
    const { url } = await serve((socket, count) => socket.write(count === 1 ? bytes : PLAIN));
    const { answers, ...run } = await fire(url, Array(4).fill(GET));
    expect(run).toEqual({ failures, most: 1 });
    expect(answers).toEqual(Array(4 - failures).fill(200));
  },
);
