import fc from 'fast-check';
import { expect, test } from 'vitest';
import { serverNames } from '../../src/config/server-names.ts';
import { ServedNames } from '../../src/simulator/served-names.ts';

const served = (...names: [alias: string, certificate: string | null][]) =>
  names.map(([alias, IAMCertificateId], at) => ({
    id: `E${at}`,
    domainName: `d${at}.cloudfront.net`,
    config: { Aliases: [alias], ViewerCertificate: { IAMCertificateId } },
  }));
const aliases = (names: ServedNames) => [...names.all().keys()].filter((name) => name.startsWith('www'));

test('VR-11: names of before and of after are known until the last edge location has the new ones', () => {
  const names = new ServedNames(served(['www.one', null]), false);
  const next = names.depart(served(['www.two', null]));
  expect(aliases(names)).toEqual(['www.one', 'www.two']);
  names.arrive(next);
  expect(aliases(names)).toEqual(['www.two']);
});

test('VR-11: one that is overtaken is served nowhere once the later one has arrived', () => {
  const names = new ServedNames(served(['www.one', null]), false);
  const second = names.depart(served(['www.two', null]));
  const third = names.depart(served(['www.three', null]));
  names.arrive(third);
  expect(aliases(names)).toEqual(['www.three']);
  names.arrive(second);
  expect(aliases(names)).toEqual(['www.three']);
});

test('VR-11: a name is shown the certificate that the latest deployment binds it to', () => {
  const names = new ServedNames(served(['www.one', 'OLD']), false);
  names.depart(served(['www.one', 'NEW']));
  expect(names.all().get('www.one')).toBe('NEW');
});

test('VR-11: what is known is the names of the latest arrived and of all behind it', () => {
  const deployment = fc.uniqueArray(
    fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(null, 'X', 'Y')),
    {
      selector: ([name]) => name,
    },
  );
  const journeys = fc.array(fc.record({ deployment, arrives: fc.option(fc.nat()) }), { maxLength: 12 });
  fc.assert(
    fc.property(journeys, (steps) => {
      const names = new ServedNames([], false);
      const departed: (readonly [number, ReturnType<typeof served>])[] = [];
      let latest = 0;
      for (const { deployment: bound, arrives } of steps) {
        const distributions = served(...bound);
        departed.push([names.depart(distributions), distributions]);
        if (arrives !== null) {
          const [arrived] = departed[arrives % departed.length]!;
          latest = Math.max(latest, arrived);
          names.arrive(arrived);
        }
        const known = departed.filter(([departure]) => departure >= latest).flatMap(([, list]) => list);
        expect(new Map(names.all())).toEqual(serverNames(known, false));
      }
    }),
  );
});

test('a deployment is looked at once, however many are on their way', () => {
  const names = new ServedNames([], false);
  let looks = 0;
  for (let change = 0; change < 100; change++) {
    const [{ domainName, ...rest }] = served(['www.one', null]) as [ReturnType<typeof served>[0]];
    names.depart([
      {
        ...rest,
        get domainName() {
          looks += 1;
          return domainName;
        },
      },
    ]);
    names.all();
  }
  expect(looks).toBe(100);
});
