/** The page and all it loads, from memory: written by hand, sent as they are. */
import { shippedText } from '../shipped-files.ts';

export interface PageFile {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

const NAMES = [
  'index.html',
  'page.css',
  'panels.css',
  'page.js',
  'bench.js',
  'charts.js',
  'dom.js',
  'feed.js',
  'globe.js',
  'history.js',
  'icon.svg',
  'land.js',
  'lesson.js',
  'map.js',
  'map-labels.js',
  'objects.js',
  'switches.js',
];

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  js: 'text/javascript; charset=utf-8',
};

export const PAGE_FILES: readonly PageFile[] = NAMES.map((name) => ({
  path: name === 'index.html' ? '/' : `/page/${name}`,
  contentType: TYPES[name.split('.')[1]!]!,
  body: shippedText(`src/admin/page/${name}`),
}));
