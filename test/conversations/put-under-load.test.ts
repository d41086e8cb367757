/**
 * A PUT while viewers keep coming: nobody is refused or answered wrongly, and each edge location switches at a moment
 * of its own. What is put is another default root object, so each answer tells which configuration it was made under.
 *
 * In the suite some hundred requests come at 500 a second of a manual clock. The whole thing, against a server in a
 * process of its own and by the machine's clock, for so many seconds:
 *
 *     PUT_UNDER_LOAD_SECONDS=30 npx vitest run test/conversations/put-under-load.test.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { behaviorTo, bucketOrigin } from '../control/request-documents.ts';
import type { ControlClient, Made } from '../harness/control-client.ts';
import { clientOf, controlledProcess, picturesFolder } from '../harness/controlled-process.ts';
import { controlledSite, POPS, siteDistribution } from '../harness/controlled-site.ts';

const SECONDS = Number(process.env.PUT_UNDER_LOAD_SECONDS ?? 0);
const GAP_MS = 2;
/** As many as there are connections: what is answered was asked not long ago, however busy the machine. */
const MOST_IN_FLIGHT = 64;
const FILES = { 'old.html': 'OLD', 'new.html': 'NEW' };

const origin = bucketOrigin();
const rooted = (DefaultRootObject: string) =>
  siteDistribution({ DefaultRootObject, Origins: [origin], DefaultCacheBehavior: behaviorTo(origin) });

/** Where viewers and callers go, and how time passes there. */
interface Place {
  readonly httpPort: number;
  readonly client: ControlClient;
  /** Milliseconds since it began. */
  elapsed(): number;
  /** Resolves when it is time for a request, counted from 0. */
  turn(count: number): Promise<void>;
}

/** Viewers of one distribution, to each edge location in turn. */
class Load {
  readonly failures: string[] = [];
  /** When each edge location first answered under the new configuration, by `elapsed`. */
  readonly switchedAt = new Map<string, number>();
  readonly #place: Place;
  readonly #host: string;
  readonly #agent = new Agent({ connections: MOST_IN_FLIGHT });
  readonly #inFlight = new Set<Promise<void>>();
  sent = 0;

  constructor(place: Place, host: string) {
    this.#place = place;
    this.#host = host;
    onTestFinished(() => this.#agent.destroy());
  }

  /** Sends for so many requests at the pace of the place. */
  async run(count: number): Promise<void> {
    for (let at = 0; at < count; at++) {
      await this.#place.turn(this.sent);
      const viewing = this.#view(POPS[this.sent % POPS.length]!);
      this.#inFlight.add(viewing);
      void viewing.finally(() => this.#inFlight.delete(viewing));
      this.sent += 1;
      if (this.#inFlight.size === MOST_IN_FLIGHT) await Promise.race(this.#inFlight);
    }
  }

  async finish(): Promise<void> {
    await Promise.all(this.#inFlight);
  }

  async #view(pop: string): Promise<void> {
    const mustBeNew = this.switchedAt.has(pop);
    try {
      const headers = { host: this.#host, 'x-edgefront-pop': pop };
      const url = `http://127.0.0.1:${this.#place.httpPort}/`;
      const answer = await request(url, { headers, dispatcher: this.#agent });
      const text = await answer.body.text();
      const isRight = answer.statusCode === 200 && (text === 'NEW' || (text === 'OLD' && !mustBeNew));
      if (!isRight) this.failures.push(`${pop}: ${answer.statusCode} ${text}`);
      if (text === 'NEW' && !mustBeNew) this.switchedAt.set(pop, this.#place.elapsed());
    } catch (error) {
      this.failures.push(`${pop}: ${String(error)}`);
    }
  }
}

/**
 * A third before the PUT, some meanwhile, the rest once it is acknowledged; answers with when each edge location
 * switched, in ms since the PUT.
 */
async function putUnderLoad(place: Place, { id, etag, domainName }: Made, count: number): Promise<number[]> {
  const load = new Load(place, domainName);
  await load.run(Math.floor(count / 3));
  let isPut = false;
  const put = place.client.update(`distribution/${id}`, etag, rooted('new.html')).finally(() => {
    isPut = true;
  });
  const putAt = place.elapsed();
  while (!isPut) await load.run(1);
  await load.run(Math.ceil((2 * count) / 3));
  await Promise.all([put, load.finish()]);
  expect(load.failures).toEqual([]);
  const moments = POPS.map((pop) => Math.round((load.switchedAt.get(pop) ?? Number.NaN) - putAt));
  const told = POPS.map((pop, at) => `${pop} switched ${moments[at]} ms after the PUT`).join(', ');
  console.log(`${load.sent} requests at ${1000 / GAP_MS} a second, ${load.failures.length} failed; ${told}`);
  expect(await place.client.status(`distribution/${id}`)).toBe('Deployed');
  return moments;
}

test.runIf(SECONDS === 0)(
  'D-15 CA-184: a PUT under load fails no viewer, and each edge location switches in its turn',
  async () => {
    const site = await controlledSite({ configuration: { deployment: { delaySeconds: 0.6 } } });
    for (const [name, text] of Object.entries(FILES)) site.folder.write(`pictures/${name}`, text);
    const made = await site.client.create('distribution', rooted('old.html'));
    site.propagate();
    const began = site.clock.now();
    const place = {
      httpPort: site.portOf('http'),
      client: site.client,
      elapsed: () => site.clock.now() - began,
      turn: async () => {
        site.clock.tick(GAP_MS);
        await new Promise((resolve) => setImmediate(resolve));
      },
    };
    const moments = await putUnderLoad(place, made, 750);
    expect(moments).toEqual(moments.toSorted((one, other) => one - other));
    expect(new Set(moments).size).toBe(POPS.length);
  },
);

test.runIf(SECONDS > 0)('a PUT under load, by the clock', { timeout: (SECONDS + 60) * 1000 }, async () => {
  const delaySeconds = SECONDS / 3;
  const edge = await controlledProcess(picturesFolder(FILES), delaySeconds);
  const client = clientOf(edge);
  const made = await client.create('distribution', rooted('old.html'));
  while ((await client.status(`distribution/${made.id}`)) !== 'Deployed') await sleep(100);
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  const turn = async (count: number) => {
    const waitMs = count * GAP_MS - elapsed();
    if (waitMs > 0) await sleep(waitMs);
  };
  const place = { httpPort: edge.portOf('http'), client, elapsed, turn };
  const moments = await putUnderLoad(place, made, (SECONDS * 1000) / GAP_MS);
  expect(Math.max(...moments)).toBeLessThan(delaySeconds * 1000 + 500);
  expect(edge.complaints).toEqual([]);
});
