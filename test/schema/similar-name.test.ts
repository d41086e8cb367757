import { expect, test } from 'vitest';
import { similarName } from '../../src/schema/similar-name.ts';

test.each([
  ['Enabeld', 'Enabled'],
  ['enabled', 'Enabled'],
  ['Comments', 'Comment'],
  ['Commnt', 'Comment'],
  ['Colour', null],
  ['Id', null],
  ['X'.repeat(5000), null],
])('of the known names, %s means %s', (name, meant) => {
  expect(similarName(name, ['Enabled', 'Comment', 'MinTTL'])).toBe(meant);
});
