import { expect, test } from 'vitest';
import { type PartShelf, Parts } from '../../src/packaging/parts.ts';

const TEXTS: Readonly<Record<string, string>> = {
  'main.js': `exports.sum = () => require('./numbers.js').one + 1; exports.file = __filename; exports.folder = __dirname;`,
  'numbers.js': `exports.one = 1; exports.again = require('./main.js');`,
  'late.js': `exports.isHere = true;`,
  'wants.js': `try { require('optional-library'); } catch (error) { exports.code = error.code; }`,
};

interface Main {
  sum(): number;
  readonly file: string;
  readonly folder: string;
}

function shelf(
  compiled: ReadonlyMap<string, Uint8Array> = new Map(),
): PartShelf & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    text: (name) => {
      asked.push(name);
      return TEXTS[name]!;
    },
    compiled: (name) => compiled.get(name),
  };
}

test('a part is read when something in it is needed, once', () => {
  const source = shelf();
  const main = new Parts(source, '/bin/edgefront').require('./main.js') as Main;
  expect(source.asked).toEqual(['main.js']);
  expect([main.sum(), main.sum()]).toEqual([2, 2]);
  expect(source.asked).toEqual(['main.js', 'numbers.js']);
  expect(main).toMatchObject({ file: '/bin/edgefront', folder: '/bin' });
});

test('modules of Node.js are found, and libraries that are not inside are missed as Node.js would', () => {
  const parts = new Parts(shelf(), '/bin/edgefront');
  expect(parts.require('node:path')).toBe(process.getBuiltinModule('node:path'));
  expect(parts.require('./wants.js')).toEqual({ code: 'MODULE_NOT_FOUND' });
});

test('what V8 made of the parts is taken by the next; what is broken is not, and the part runs all the same', () => {
  const first = new Parts(shelf(), '/bin/edgefront');
  expect((first.require('./main.js') as Main).sum()).toBe(2);
  const compiled = new Map(first.compiled());
  expect([...compiled.keys()]).toEqual(['main.js', 'numbers.js']);
  const next = new Parts(shelf(compiled), '/bin/edgefront');
  expect((next.require('./main.js') as Main).sum()).toBe(2);
  expect(next.refused).toEqual([]);
  // V8 remembers what it compiled lately, so one that has not run before.
  const broken = new Parts(shelf(new Map([['late.js', Buffer.alloc(64)]])), '/bin/edgefront');
  expect(broken.require('./late.js')).toEqual({ isHere: true });
  expect(broken.refused).toEqual(['late.js']);
});
