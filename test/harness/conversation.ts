/**
 * The usual talk of a test: an origin with its answers, an edge, and a viewer who asks for one path again
 * and again, each time some seconds of simulated time later.
 *
 *     const { later } = await conversation([reply(200, {}, 'LOGO')]);
 *     expect(await later(0)).toBe('200 Miss LOGO');
 */
import { glance } from './glance.ts';
import { type Script, type ScriptedOrigin, scriptedOrigin } from './scripted-origin.ts';
import { type TestEdge, type TestEdgeOptions, testEdge } from './test-edge.ts';

export interface Conversation {
  readonly origin: ScriptedOrigin;
  readonly edge: TestEdge;
  /** Moves the clock, asks for `/a`, and says what came. */
  later(seconds: number, headers?: Readonly<Record<string, string>>): Promise<string>;
  /** Asks for a path now, and says what came. */
  see(target: string, headers?: Readonly<Record<string, string>>): Promise<string>;
}

export async function conversation(
  script: Script,
  options: Partial<TestEdgeOptions> = {},
): Promise<Conversation> {
  const origin = await scriptedOrigin(script);
  const edge = await testEdge({ origin, ...options });
  const see = async (target: string, headers: Readonly<Record<string, string>> = {}) =>
    glance(await edge.get(target, headers));
  const later = (seconds: number, headers: Readonly<Record<string, string>> = {}) => {
    edge.clock.advance(seconds);
    return see('/a', headers);
  };
  return { origin, edge, later, see };
}
