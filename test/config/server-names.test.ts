import { expect, test } from 'vitest';
import { type NamedDistribution, serverNames } from '../../src/config/server-names.ts';

function distribution(aliases: readonly string[], certificateId: string | null): NamedDistribution {
  const config = { Aliases: aliases, ViewerCertificate: { IAMCertificateId: certificateId } };
  return { id: 'EDFDVBD6EXAMPLE', domainName: 'd111111ABCDEF8.cloudfront.net', config };
}

test('VR-11: the certificate id binds the aliases, not the assigned name', () => {
  const names = serverNames([distribution(['www.example.com', 'img.example.com'], 'AS1A')], false);
  expect([...names]).toEqual([
    ['www.example.com', 'AS1A'],
    ['img.example.com', 'AS1A'],
    ['d111111abcdef8.cloudfront.net', null],
  ]);
});

test('VR-4: names are kept in lower case', () => {
  expect([...serverNames([distribution(['WWW.Example.Com'], null)], false).keys()]).toEqual([
    'www.example.com',
    'd111111abcdef8.cloudfront.net',
  ]);
});

test('local names are the first label and the id under .localhost', () => {
  const names = serverNames([distribution([], null)], true);
  expect([...names.keys()].slice(1)).toEqual(['d111111abcdef8.localhost', 'edfdvbd6example.localhost']);
});
