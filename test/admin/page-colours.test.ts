/** The page can be read: every pair of colours that carries text has the contrast WCAG 2.2 AA asks for, in both schemes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const CSS = readFileSync('src/admin/page/page.css', 'utf8');
const [light = '', dark = ''] = [...CSS.matchAll(/:root \{([^}]*)\}/g)].map(([, rules]) => rules);

const SCHEMES = { light: coloursOf(light), dark: { ...coloursOf(light), ...coloursOf(dark) } };

function coloursOf(rules: string): Record<string, string> {
  return Object.fromEntries(
    [...rules.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
  );
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dim, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

const TEXT_ON = [
  ['ink', 'ground'],
  ['ink', 'card'],
  ['ink', 'tint'],
  ['ink', 'warm-tint'],
  ['soft', 'ground'],
  ['soft', 'card'],
  ['soft', 'tint'],
  ['soft', 'warm-tint'],
  ['accent', 'card'],
  ['accent', 'tint'],
  ['on-accent', 'accent'],
  ['warm', 'warm-tint'],
  ['bad', 'bad-tint'],
  ['bad', 'card'],
] as const;

for (const [scheme, colours] of Object.entries(SCHEMES)) {
  test.each(TEXT_ON)(`${scheme}: %s on %s`, (text, ground) => {
    expect(contrast(colours[text]!, colours[ground]!)).toBeGreaterThanOrEqual(4.5);
  });
}
