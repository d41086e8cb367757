import { expect, test } from 'vitest';
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
  const next = served(['www.two', null]);
  names.depart(next);
  expect(aliases(names)).toEqual(['www.one', 'www.two']);
  names.arrive(next);
  expect(aliases(names)).toEqual(['www.two']);
});

test('VR-11: one that is overtaken is served nowhere once the later one has arrived', () => {
  const names = new ServedNames(served(['www.one', null]), false);
  const [second, third] = [served(['www.two', null]), served(['www.three', null])];
  names.depart(second);
  names.depart(third);
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
