/** Who answers to a Host, at an edge location of one region. */
import { describe, expect, test } from 'vitest';
import type { DistributionConfig } from '../../src/distribution/distribution-config.ts';
import type { Region } from '../../src/distribution/region.ts';
import { compileDistribution } from '../../src/routing/compiled-distribution.ts';
import { RoutingTable } from '../../src/routing/routing-table.ts';
import { documentOf } from '../harness/test-edge.ts';

const SETTINGS = { origins: new Map(), signers: new Map() };

function distribution(id: string, label: string, config: Partial<DistributionConfig> = {}) {
  const document = { ...documentOf({ config }), id, domainName: `${label}.cloudfront.net` };
  return compileDistribution(document, SETTINGS);
}

const ONE = distribution('E1EXAMPLE', 'd111', { Aliases: ['www.example.com', 'Img.Example.com'] });
const TWO = distribution('E2EXAMPLE', 'd222');
const OFF = distribution('E3EXAMPLE', 'd333', { Enabled: false, Aliases: ['off.example.com'] });
const CHEAP = distribution('E4EXAMPLE', 'd444', { PriceClass: 'PriceClass_100' });

function table(region: Region = 'US', hasLocalNames = true, all = [ONE, TWO, OFF, CHEAP]): RoutingTable {
  return new RoutingTable(all, { region, hasLocalNames });
}

describe('names', () => {
  test.each([
    ['VR-1 VR-2', 'd111.cloudfront.net', 'E1EXAMPLE'],
    ['VR-1 VR-2', 'd222.cloudfront.net', 'E2EXAMPLE'],
    ['VR-1 VR-3', 'www.example.com', 'E1EXAMPLE'],
    ['VR-4', 'img.example.com', 'E1EXAMPLE'],
    ['VR-1', 'd111.localhost', 'E1EXAMPLE'],
    ['VR-1', 'e1example.localhost', 'E1EXAMPLE'],
    ['VR-7', 'example.com', undefined],
    ['VR-7', 'a.www.example.com', undefined],
    ['VR-7', 'd111', undefined],
    ['VR-7', 'd111.cloudfront.net.localhost', undefined],
    ['VR-7', 'www.example.com.localhost', undefined],
    ['VR-8', 'd333.cloudfront.net', undefined],
    ['VR-8', 'off.example.com', undefined],
    ['VR-8', 'd333.localhost', undefined],
    ['VR-7', 'localhost', undefined],
    ['VR-7', '127.0.0.1', undefined],
  ])('%s: %s is %s', (_, name, id) => {
    expect(table().find(name)?.id).toBe(id);
  });
});

test('VR-7: without local names only the real ones count', () => {
  const plain = table('US', false, [ONE]);
  expect(plain.find('d111.cloudfront.net')?.id).toBe('E1EXAMPLE');
  for (const name of ['d111.localhost', 'e1example.localhost', 'localhost', '127.0.0.1']) {
    expect(plain.find(name), name).toBeNull();
  }
});

test("VR-3: an alias that looks like another's local name does not take it away", () => {
  const thief = distribution('E5EXAMPLE', 'd555', { Aliases: ['d111.localhost'] });
  expect(table('US', true, [ONE, thief]).find('d111.localhost')?.id).toBe('E1EXAMPLE');
});

describe('VR-1: a bare address means the only distribution there is', () => {
  const alone = table('US', true, [ONE]);
  test.each(['127.0.0.1', '192.0.2.7', '[::1]', 'localhost'])('%s', (name) => {
    expect(alone.find(name)?.id).toBe('E1EXAMPLE');
    expect(table('US', true, [ONE, OFF]).find(name), 'two, one of them disabled').toBeNull();
    expect(table('US', true, [OFF]).find(name), 'a disabled one').toBeNull();
  });
  test.each(['unknown.example', '127.0.0.1.example', '1.localhost'])('but not %s', (name) => {
    expect(alone.find(name)).toBeNull();
  });
});

test('ED-6 ED-7 ED-8 VR-8: outside its price class a distribution is unknown', () => {
  expect(table('US').find('d444.cloudfront.net')?.id).toBe('E4EXAMPLE');
  expect(table('EU').find('d444.localhost')?.id).toBe('E4EXAMPLE');
  expect(table('JP').find('d444.cloudfront.net')).toBeNull();
  expect(table('JP').find('d222.cloudfront.net')?.id).toBe('E2EXAMPLE');
  expect(table('SA', true, [CHEAP]).find('127.0.0.1')).toBeNull();
});

test('VR-8: by id a distribution is known whatever its state', () => {
  expect(table('JP').byId('E3EXAMPLE')?.isEnabled).toBe(false);
  expect(table('JP').byId('E4EXAMPLE')?.id).toBe('E4EXAMPLE');
  expect(table().byId('e1example')).toBeNull();
});
