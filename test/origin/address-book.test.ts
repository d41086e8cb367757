import { expect, test } from 'vitest';
import { AddressBook } from '../../src/origin/address-book.ts';
import { ManualClock } from '../harness/manual-clock.ts';

function book(ttl: () => Promise<number>) {
  const clock = new ManualClock();
  const asked: string[] = [];
  const addresses = async (name: string) => {
    asked.push(name);
    if (name === 'nowhere') throw new Error('ENOTFOUND');
    return [`192.0.2.${asked.length}`];
  };
  return { clock, asked, book: new AddressBook(clock, { addresses, ttlSeconds: ttl }) };
}

test.each([
  ['its time to live', async () => 60, 60],
  ['an hour at most', async () => 86_400, 3600],
  ['five seconds, where DNS tells none', () => Promise.reject(new Error('no record')), 5],
])('an answer is kept for %s, then the name is asked again', async (_name, ttl, seconds) => {
  const { book: addresses, clock } = book(ttl);
  expect(await addresses.addressesOf('a')).toEqual(['192.0.2.1']);
  await Promise.resolve();
  clock.tick(seconds * 1000 - 1);
  expect(await addresses.addressesOf('a')).toEqual(['192.0.2.1']);
  clock.tick(1);

  expect(await addresses.addressesOf('a')).toEqual(['192.0.2.2']);
});

test('who asks together shares one question', async () => {
  const { book: addresses, asked } = book(async () => 60);
  await Promise.all([addresses.addressesOf('a'), addresses.addressesOf('a'), addresses.addressesOf('b')]);

  expect(asked).toEqual(['a', 'b']);
});

test('a failure is told and not remembered', async () => {
  const { book: addresses, asked } = book(async () => 60);
  await expect(addresses.addressesOf('nowhere')).rejects.toThrow('ENOTFOUND');
  await expect(addresses.addressesOf('nowhere')).rejects.toThrow('ENOTFOUND');

  expect(asked).toHaveLength(2);
});

test.each(['192.0.2.7', '2001:db8::1'])('an address is its own answer: %s', async (address) => {
  const { book: addresses, asked } = book(async () => 60);

  expect(await addresses.addressesOf(address)).toEqual([address]);
  expect(asked).toEqual([]);
});

test('no more than a thousand names are remembered; the oldest is asked again', async () => {
  const { book: addresses, asked } = book(async () => 60);
  for (let i = 0; i <= 1000; i++) await addresses.addressesOf(`n${i}`);
  await addresses.addressesOf('n1000');
  expect(asked).toHaveLength(1001);
  await addresses.addressesOf('n0');

  expect(asked).toHaveLength(1002);
});
