/** The arrows between rooms, drawn: each room may import itself and the rooms listed here, nothing else. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');
const FLOOR = ['http', 'schema', 'statements', 'clock'];
const PURE = [...FLOOR, 'distribution', 'policy', 'signing'];
const MEMORY = [...PURE, 'routing', 'cache'];
const WORLD = [...MEMORY, 'node-http', 'origin', 'logs'];

const MAY_IMPORT: Record<string, readonly string[]> = {
  http: [],
  schema: [],
  statements: [],
  clock: [],
  'node-http': [],
  'service-port': ['clock'],
  distribution: ['http', 'schema'],
  policy: ['http', 'distribution'],
  signing: ['http', 'distribution'],
  routing: ['http', 'distribution', 'policy', 'signing'],
  cache: ['http', 'clock', 'distribution', 'policy'],
  origin: ['http', 'clock', 'node-http', 'distribution', 'policy', 'routing'],
  logs: ['http', 'clock', 'distribution', 'policy', 'routing'],
  edge: WORLD,
  control: [...MEMORY, 'node-http', 'service-port', 'logs'],
  admin: [...WORLD, 'service-port', 'shipped-files'],
  classroom: [...FLOOR, 'node-http', 'service-port', 'distribution', 'signing', 'admin'],
  config: [...WORLD, 'edge', 'control'],
  simulator: [...WORLD, 'imports', 'edge', 'control', 'admin', 'config'],
  'shipped-files': [],
  traffic: PURE,
  planning: [...MEMORY, 'traffic'],
  load: [...MEMORY, 'node-http', 'logs', 'traffic', 'planning', 'config', 'shipped-files'],
  cli: [
    ...WORLD,
    'admin',
    'classroom',
    'config',
    'simulator',
    'service-port',
    'shipped-files',
    'traffic',
    'planning',
    'load',
  ],
  collections: [],
  imports: [],
  main: ['cli', 'clock', 'collections', 'imports'],
  embedded: ['clock', 'distribution', 'logs', 'config', 'simulator'],
  index: ['embedded'],
  packaging: ['collections'],
};
const PURE_ROOMS = [
  'traffic',
  'planning',
  'http',
  'schema',
  'statements',
  'distribution',
  'policy',
  'signing',
  'routing',
  'cache',
];
const WORLDLY =
  /\b(Date\.now|Math\.random|process\.|setTimeout|setInterval|node:net|node:http|node:tls|node:fs|'undici')/;

const files = globSync('**/*.ts', { cwd: SRC }).sort();
const roomOf = (path: string) => path.split('/')[0]!.replace(/\.ts$/, '');
const textOf = (path: string) => readFileSync(join(SRC, path), 'utf8');

test.each(files)('%s imports only rooms below its own', (file) => {
  const room = roomOf(file);
  expect(MAY_IMPORT, `${room} is not a room of the house`).toHaveProperty(room);
  for (const [, target] of textOf(file).matchAll(/from '(\.[^']+\.ts)'/g)) {
    const other = roomOf(relative(SRC, join(SRC, dirname(file), target!)));
    expect([room, ...MAY_IMPORT[room]!], `${file} imports ${target}`).toContain(other);
  }
});

test.each(files.filter((file) => file !== 'node-http.ts'))(
  '%s takes no more than types from node:http',
  (file) => {
    const imports = textOf(file).match(/^import .*from 'node:http';$/gm) ?? [];
    for (const line of imports) expect(line).toMatch(/^import type /);
  },
);

test.each(files.filter((file) => PURE_ROOMS.includes(roomOf(file))))(
  '%s is pure: no time, chance or world',
  (file) => {
    expect(WORLDLY.exec(textOf(file))?.[0]).toBeUndefined();
  },
);

test.each(files)('%s keeps the house rules: no module-level let, no grab-bag name', (file) => {
  expect(textOf(file)).not.toMatch(/^(export )?let /m);
  expect(file).not.toMatch(/utils?|helpers?|common/);
});

test('steps of the flow never import one another', () => {
  for (const file of files.filter((path) => path.startsWith('edge/steps/'))) {
    expect(textOf(file), file).not.toMatch(/from '\.\/[^']+'/);
  }
});
