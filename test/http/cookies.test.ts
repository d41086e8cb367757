import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cookieText, parseCookies, sortCookies } from '../../src/http/cookies.ts';

const forwarded = (...headers: string[]) => cookieText(sortCookies(parseCookies(headers)));

test.each([
  ['CK-21: names and values keep their case', ['b=X; B=x'], 'B=x; b=X'],
  ['CK-22: sorted by name', ['b=1; a=2'], 'a=2; b=1'],
  ['CK-22: by code unit, not by alphabet or number', ['a10=1; a9=2; Z=3'], 'Z=3; a10=1; a9=2'],
  ['CK-22: several headers are one', ['b=1', 'a=2'], 'a=2; b=1'],
  ['CK-23: attributes are dropped', ['$Version=1; a=b; $Path=/; $Domain=x'], 'a=b'],
  ['CK-23: what is no pair is dropped', ['junk; a=b; ; =c; d'], 'a=b'],
  ['CK-23: a header without any pair gives nothing', ['junk'], ''],
  ['CK-24: a repeated name keeps every value in order', ['a=2; b=0; a=1; a=3'], 'a=2; a=1; a=3; b=0'],
  ['a value may hold = and quotes', ['a="b=c"; d=='], 'a="b=c"; d=='],
  ['a value may be empty', ['a=; b=1'], 'a=; b=1'],
  ['white space around names and values goes', ['\ta =\t1 ;b= 2 '], 'a=1; b=2'],
  ['no white space but space and tab', ['a=\xa01'], 'a=\xa01'],
])('%s', (_name, headers, expected) => expect(forwarded(...headers)).toBe(expected));

test('sorting leaves its input alone', () => {
  const pairs = parseCookies(['b=1; a=2']);
  sortCookies(pairs);
  expect(pairs).toEqual([
    ['b', '1'],
    ['a', '2'],
  ]);
});

const name = fc.constantFrom('a', 'b', 'c', 'A');
const pairs = fc.array(fc.tuple(name, fc.string({ unit: fc.constantFrom(...'01=x"') })));

test('CK-22: the text depends on order only where names repeat', () => {
  const unique = fc.uniqueArray(fc.tuple(name, fc.constantFrom('1', '2')), { selector: ([n]) => n });
  fc.assert(
    fc.property(unique, (list) => {
      expect(cookieText(sortCookies(list))).toBe(cookieText(sortCookies(list.toReversed())));
    }),
  );
});

test('CK-22 CK-24: what is written is read back as it was', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const sorted = sortCookies(list);
      expect(parseCookies([cookieText(sorted)])).toEqual(sorted);
      expect(sortCookies(sorted)).toEqual(sorted);
    }),
  );
});

test('a header of nothing but separators or nameless words is read in one pass', () => {
  expect(parseCookies(['a;'.repeat(500_000)])).toEqual([]);
});
