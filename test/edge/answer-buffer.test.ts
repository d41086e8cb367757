/** Answers put together in one piece of memory: none is overwritten before the system has it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnswerBuffer } from '../../src/edge/answer-buffer.ts';

const writer = (sendNow = () => {}) => ({ sendNow });

test('text and bytes stand behind each other; what was given back is used again', () => {
  const buffer = new AnswerBuffer();
  const one = writer();
  buffer.add(one, 'h\xe9ad');
  buffer.add(one, Buffer.from('body'));
  expect(buffer.holds(one)).toBe(true);
  const taken = buffer.take();
  expect(taken.toString('latin1')).toBe('h\xe9adbody');
  expect(buffer.holds(one)).toBe(false);
  buffer.giveBack(taken);
  buffer.add(one, 'next');
  expect(buffer.take().byteOffset).toBe(taken.byteOffset);
});

test('whoever needs the room has the one before write its own', () => {
  const buffer = new AnswerBuffer();
  const said: string[] = [];
  const one = writer(() => said.push(buffer.take().toString()));
  buffer.add(one, 'one');
  buffer.add(writer(), 'other');
  expect([said, buffer.take().toString()]).toEqual([['one'], 'other']);
});

test('what is dropped is not written', () => {
  const buffer = new AnswerBuffer();
  const [one, other] = [writer(), writer()];
  buffer.add(one, 'one');
  buffer.drop(other);
  expect(buffer.holds(one)).toBe(true);
  buffer.drop(one);
  buffer.add(other, 'other');
  expect(buffer.take().toString()).toBe('other');
});

test('what was not given back stays as it is, whatever comes behind it', () => {
  const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 90_000 }), fc.boolean()), { maxLength: 30 });
  fc.assert(
    fc.property(sizes, (answers) => {
      const buffer = new AnswerBuffer();
      const kept: [Buffer, string][] = [];
      for (const [at, [size, isGivenBack]] of answers.entries()) {
        const text = String.fromCharCode(65 + (at % 26)).repeat(size);
        buffer.add(writer(), text.slice(0, size >> 1));
        const [begun] = [buffer.take()];
        buffer.giveBack(begun);
        const one = writer();
        buffer.add(one, text);
        const taken = buffer.take();
        if (isGivenBack) buffer.giveBack(taken);
        else kept.push([taken, text]);
      }
      for (const [taken, text] of kept) expect(taken.toString('latin1') === text).toBe(true);
    }),
  );
});
