/** A cache behavior's path pattern → a test of request paths (VR-27…VR-34): the common forms need no matcher. */
import { compileWildcard, type TextTest } from '../http/wildcard.ts';

/** Tells whether a path as received, query string excluded, belongs to a pattern. */
export type PathTest = TextTest;

/** A leading slash in the pattern is optional; the match is anchored at both ends (VR-30). */
export function compilePathPattern(pattern: string): PathTest {
  const anchored = pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;
  const matches = compileWildcard(anchored);
  if (!pattern.startsWith('?')) return matches;
  const alsoWithoutSlash = compileWildcard(pattern);
  return (path) => matches(path) || alsoWithoutSlash(path);
}
