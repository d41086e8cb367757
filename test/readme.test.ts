/** README tells the truth where a machine can check it: limits, rooms, files and scripts. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { DEFAULT_EDGE_LIMITS } from '../src/edge/limits.ts';
import { DEFAULT_ORIGIN_LIMITS } from '../src/origin/limits.ts';

const README = readFileSync('README.md', 'utf8');
const UNITS: Readonly<Record<string, number>> = { MiB: 1024 ** 2, GiB: 1024 ** 3 };

test('every limit stands there with its default', () => {
  const rows = README.matchAll(/^\| `(\w+)` \| (\d+)(?: (MiB|GiB))? \|/gm);
  const written = [...rows].map(([, name, count, unit = '']) => [name, Number(count) * (UNITS[unit] ?? 1)]);
  expect(Object.fromEntries(written)).toEqual({ ...DEFAULT_EDGE_LIMITS, ...DEFAULT_ORIGIN_LIMITS });
});

test('every room stands in the code map', () => {
  for (const room of globSync('src/*/').map((path) => path.split('/')[1])) {
    expect(README, String(room)).toContain(`\`src/${room}/\``);
  }
});

test('a room imports only those that stand above it in the code map', () => {
  const listed = [...README.matchAll(/^\| `src\/.*$/gm)].flatMap(([row]) =>
    [...row.matchAll(/`src\/([\w-]+)[./]/g)].map(([, room]) => room!),
  );
  const rooms = [...new Set(listed)];
  for (const file of globSync('src/*/**/*.ts')) {
    const room = file.split('/')[1]!;
    for (const [, other] of readFileSync(file, 'utf8').matchAll(/from '(?:\.\.\/)+([\w-]+)\/[^']+\.ts'/g)) {
      if (!rooms.includes(other!)) continue;
      expect(rooms.indexOf(other!), `${file} imports ${other}`).toBeLessThanOrEqual(rooms.indexOf(room));
    }
  }
});

test('every file it links to exists, and every script it runs', () => {
  const prose = README.replaceAll(/^```[\s\S]*?^```/gm, '');
  for (const [, link] of prose.matchAll(/\]\((?!http)([^)]+)\)/g)) expect(existsSync(link!), link).toBe(true);
  for (const [, script] of README.matchAll(/npm run (?:-s )?([\w:]+)/g)) {
    expect(packageJson.scripts).toHaveProperty([script!]);
  }
});
