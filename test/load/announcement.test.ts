/** What is heard of an edgefront that starts, and what is kept of it. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { type Announcing, KEPT_COMPLAINTS, listening } from '../../src/load/announcement.ts';

class Child extends EventEmitter {
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();

  say(line: object): void {
    this.stdout.write(`${JSON.stringify(line)}\n`);
  }

  /** As a process ends: when all it wrote was read. */
  end(): void {
    this.stderr.once('close', () => this.emit('close', 1));
    this.stdout.end();
    this.stderr.end();
  }
}

const started = (child: Child, ...roles: string[]) => listening(child as unknown as Announcing, roles);

test('the places of the whole are told, those of one edge location passed over', async () => {
  const child = new Child();
  const urls = started(child, 'http', 'admin');
  child.stdout.write('no JSON\n');
  child.say({ role: 'http', url: 'http://h' });
  child.say({ role: 'admin', pop: 'IAD2', url: 'http://other' });
  child.say({ role: 'admin', pop: null, url: 'http://a' });
  expect(Object.fromEntries(await urls)).toEqual({ http: 'http://h', admin: 'http://a' });
});

test('what is said afterwards is let go of, and nobody waits until it is read', async () => {
  const child = new Child();
  const urls = started(child, 'http');
  child.say({ role: 'http', url: 'http://h' });
  const found = await urls;
  child.say({ role: 'http', url: 'http://later' });
  for (const stream of [child.stdout, child.stderr]) {
    stream.write('x'.repeat(100_000));
    await new Promise((drained) => stream.once('drain', drained));
    expect(stream.listenerCount('data')).toBe(0);
  }
  expect(found.get('http')).toBe('http://h');
});

test('one that does not start tells why with its last lines', async () => {
  const child = new Child();
  const urls = started(child, 'http');
  for (let at = 1; at <= KEPT_COMPLAINTS + 9; at++) child.stderr.write(`line ${at}\n`);
  child.end();
  const message = await urls.then(String, (error: Error) => error.message);
  expect(message.split('\n')).toHaveLength(KEPT_COMPLAINTS);
  expect(message).toMatch(/^edgefront did not start: line 10\n/);
  expect(message).toMatch(/line 59$/);
});
