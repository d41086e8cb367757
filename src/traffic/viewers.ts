/** The viewers of a scenario: each request's edge location, object, method and headers, drawn by their shares. */
import { type Catalogue, type OriginObject, SIGNED_PREFIX, shareEnds } from './catalogue.ts';
import type { PlannedPhase } from './phases.ts';
import type { PlannedRequest } from './planned-request.ts';
import { type Random, seededRandom } from './random.ts';
import type { PlayedScenario } from './scenario.ts';
import { compileZipf, type RankDraw } from './zipf.ts';

/** Small enough that one is found by going through them. */
const FEW = 16;
const GZIP: readonly string[] = ['accept-encoding', 'gzip'];
const PLAIN: readonly string[] = [];

export class Viewers {
  readonly #scenario: PlayedScenario;
  readonly #catalogue: Catalogue;
  readonly #random: Random;
  readonly #rank: RankDraw;
  readonly #edgeEnds: readonly number[];

  constructor(scenario: PlayedScenario, catalogue: Catalogue) {
    this.#scenario = scenario;
    this.#catalogue = catalogue;
    this.#random = seededRandom(scenario.seed, 'viewers');
    this.#rank = compileZipf(catalogue.count, scenario.catalogue.zipf);
    this.#edgeEnds = shareEnds(scenario.edges.map(({ weight }) => weight));
  }

  /** `phase` is the number of `planned`. */
  request(planned: PlannedPhase, phase: number, atMs: number): PlannedRequest {
    const { viewers } = this.#scenario;
    const random = this.#random;
    const edge = place(this.#edgeEnds, random());
    const object = this.#object(planned);
    const isSigned = viewers.signed > 0 && random() < viewers.signed;
    const isHead = viewers.heads > 0 && random() < viewers.heads;
    const { share, variants } = viewers.queries;
    const query = share > 0 && random() < share ? `v=${Math.floor(random() * variants)}` : null;
    const listed = this.#catalogue.listed(object);
    return {
      atMs,
      phase,
      edge,
      method: isHead ? 'HEAD' : 'GET',
      path: isSigned ? SIGNED_PREFIX + listed.path : listed.path,
      query,
      target: query === null ? 2 * object + (isSigned ? 1 : 0) : -1,
      headers: this.#headers(listed.object),
      isSigned,
      object: listed.object,
    };
  }

  /** A crowd comes for the least popular objects, which are not likely to be stored. */
  #object({ crowd }: PlannedPhase): number {
    const { count } = this.#catalogue;
    if (crowd !== null && this.#random() < crowd.share) {
      return count - 1 - Math.floor(this.#random() * Math.min(count, crowd.objects));
    }
    return this.#rank(this.#random) - 1;
  }

  #headers({ etag, sizeBytes }: OriginObject): readonly string[] {
    const { viewers } = this.#scenario;
    const random = this.#random;
    const encoding = viewers.gzip === 1 || random() < viewers.gzip ? GZIP : PLAIN;
    const range = viewers.ranges > 0 && random() < viewers.ranges ? this.#range(sizeBytes) : null;
    const isConditional = viewers.conditionals > 0 && random() < viewers.conditionals;
    const { share, variants } = viewers.cookies;
    const cookie =
      share > 0 && random() < share ? `${this.#cookieName}=${Math.floor(random() * variants)}` : null;
    if (range === null && !(isConditional && etag !== null) && cookie === null) return encoding;
    const headers = encoding.slice();
    if (range !== null) headers.push('range', range);
    if (isConditional && etag !== null) headers.push('if-none-match', etag);
    if (cookie !== null) headers.push('cookie', cookie);
    return headers;
  }

  get #cookieName(): string {
    return this.#scenario.forward.cookies[0] ?? 'session';
  }

  /** A part that begins on a multiple of its length, as players ask. */
  #range(sizeBytes: number): string {
    const partBytes = this.#scenario.viewers.rangeBytes;
    const first = Math.floor(this.#random() * Math.ceil(Math.max(1, sizeBytes) / partBytes)) * partBytes;
    return `bytes=${first}-${Math.min(first + partBytes, Math.max(1, sizeBytes)) - 1}`;
  }
}

/** The first whose end lies above `unit`. */
function place(ends: readonly number[], unit: number): number {
  if (ends.length <= FEW) return ends.findIndex((end) => unit < end);
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (unit < ends[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
