import { expect, test } from 'vitest';
import { headOnlyPlace, placeOf } from '../../src/cache/place.ts';
import type { CacheKeyRecipe } from '../../src/policy/cache-key.ts';
import { HeaderSection } from '../../src/policy/header-section.ts';
import { MemoryWatch } from '../harness/memory-watch.ts';

const NO_HEADERS = new HeaderSection([]);
const RECIPE: CacheKeyRecipe = {
  distributionId: 'EDFDVBD6EXAMPLE',
  forwardsQuery: true,
  isSigned: false,
  forwardsCookies: false,
  cookieNames: null,
};

test.each([
  ['IN-8', '/a/logo.png', null, true, '/a/logo.png'],
  ['IN-9', '/a/logo.png', 'size=2', true, '/a/logo.png?size=2'],
  ['IN-10', '/a/logo.png', 'size=2', false, '/a/logo.png'],
])('%s: %s with query %s', (_id, path, query, forwardsQuery, named) => {
  const place = placeOf({ ...RECIPE, forwardsQuery }, { path, query, section: NO_HEADERS }, 7);
  const { distributionId } = RECIPE;
  expect(place).toMatchObject({ distributionId, invalidationPath: named, invalidationStamp: 7 });
  expect(place.key).toContain(named);
  expect(headOnlyPlace(place)).toEqual({ ...place, key: `HEAD ${place.key}` });
});

test.each([false, true])(
  'TTL-31: holds its own bytes, not those of the request (query forwarded: %s)',
  (forwardsQuery) => {
    const recipe = { ...RECIPE, forwardsQuery };
    const memory = new MemoryWatch();
    const places = new Map(
      Array.from({ length: 500 }, (_, at) => {
        // As from a socket: one flat text, of which the path is a part.
        const target = Buffer.from(`/images/of-some-length-${at}?${'q'.repeat(8000)}`).toString('latin1');
        const path = target.slice(0, target.indexOf('?'));
        const place = placeOf(recipe, { path, query: 'size=2', section: NO_HEADERS }, 0);
        return [place.key, place];
      }),
    );
    memory.stop();
    expect(places.size).toBe(500);
    expect(memory.grownBytes / places.size).toBeLessThan(1500);
  },
);
