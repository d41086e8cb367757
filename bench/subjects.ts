/** Everybody who is measured: where they answer, and the proof that they answer as the scenario says. */
import { setTimeout } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { DOMAIN_NAME } from '../test/harness/edge-site.ts';
import type { RunningEdge } from './edge.ts';
import type { Target } from './load.ts';
import { versionOf } from './peers/peer.ts';
import { PEERS } from './peers/peers.ts';
import { FIRST_CHOICE, type Scenario, type Subject } from './scenarios.ts';
import type { Ports, Stage } from './stage.ts';

/** Somebody who may be measured. */
export interface Standing {
  readonly target: Target;
  /** Grows under load, and is emptied between the rounds. */
  readonly logFile: string | null;
}

/** Starts those of the wanted that are installed, and says who is missing. */
export async function openHouse(stage: Stage, wanted: ReadonlySet<Subject>): Promise<Map<Subject, Standing>> {
  const standing = new Map<Subject, Standing>();
  if (wanted.has('edgefront'))
    standing.set('edgefront', { target: edgeTarget(await stage.startEdge()), logFile: null });
  if (wanted.has('ceiling'))
    standing.set('ceiling', { target: targetAt(await stage.startCeiling()), logFile: null });
  for (const kind of PEERS.filter(({ name }) => wanted.has(name))) {
    const peer = versionOf(kind) === null ? null : await kind.start(stage.ground(kind.name));
    if (peer === null) process.stderr.write(`${kind.name} is not installed: ${kind.install}\n`);
    else standing.set(kind.name, { target: targetAt(peer), logFile: peer.logFile });
    stage.onStop(async () => await peer?.child.stop());
  }
  return standing;
}

export function targetAt(
  { http, https }: { http: number; https: number | null },
  sign = (path: string) => path,
): Target {
  return {
    httpUrl: `http://127.0.0.1:${http}`,
    httpsUrl: `https://127.0.0.1:${https}`,
    host: DOMAIN_NAME,
    sign,
  };
}

export function edgeTarget({ edge, site }: RunningEdge): Target {
  const ports = { http: edge.portOf('http'), https: edge.portOf('https') };
  return targetAt(ports, (path) => site.sign(path));
}

export interface Examinee {
  readonly subject: Subject;
  readonly target: Target;
  readonly origin: Ports;
}

const QUESTIONS = 5;
const PATIENCE = 50;
const PAUSE_MS = 20;
const ANY_CERTIFICATE = new Agent({ connect: { rejectUnauthorized: false } });

/**
 * Has it keep what it may keep, then asks some more: status and length are the scenario's each time, and the
 * origin is asked as often as it says; of edgefront X-Cache says so too. Throws when anything is not.
 */
export async function check(scenario: Scenario, { subject, target, origin }: Examinee): Promise<void> {
  const path = scenario.isSigned ? target.sign(scenario.path) : scenario.path;
  const isHit = scenario.result === 'Hit';
  const numbered = (at: number) => path.replace('#', `${isHit ? FIRST_CHOICE : Date.now() * 100 + at}`);
  if (isHit) await keep({ ...scenario, path: numbered(0) }, target, origin);
  const before = await settled(origin);
  for (let at = 0; at < QUESTIONS; at++) {
    const answer = await ask({ ...scenario, path: numbered(at) }, target);
    const got = `${answer.status} with ${answer.sizeBytes} bytes`;
    const wanted = `${scenario.status} with ${scenario.sizeBytes} bytes`;
    if (got !== wanted) throw new Error(`${subject}, ${scenario.name}: ${got} instead of ${wanted}`);
    const said = subject.endsWith('edgefront') ? answer.cache : `${scenario.result} from cloudfront`;
    if (said !== `${scenario.result} from cloudfront`)
      throw new Error(`${subject}, ${scenario.name}: ${said}`);
  }
  const asked = (await askedOf(origin)) - before;
  if (subject !== 'ceiling' && asked !== (isHit ? 0 : QUESTIONS))
    throw new Error(
      `${subject}, ${scenario.name}: the origin was asked ${asked} times for ${QUESTIONS} answers`,
    );
}

/** Some keep an object a moment after they have answered with it. */
async function keep(scenario: Scenario, target: Target, origin: Ports): Promise<void> {
  for (let tries = 0; tries < PATIENCE; tries++) {
    const before = await askedOf(origin);
    await ask({ ...scenario, headers: {} }, target);
    if ((await askedOf(origin)) === before) return;
    await setTimeout(PAUSE_MS);
  }
}

async function ask({ path, headers, isSecure }: Scenario, target: Target) {
  const base = isSecure ? target.httpsUrl : target.httpUrl;
  const options = { headers: { Host: target.host, ...headers }, dispatcher: ANY_CERTIFICATE };
  const answer = await request(`${base}${path}`, options);
  const { byteLength: sizeBytes } = await answer.body.arrayBuffer();
  return { status: answer.statusCode, sizeBytes, cache: answer.headers['x-cache']?.toString() };
}

/** How often it was asked, once nobody asks on behalf of a load that is over. */
async function settled(origin: Ports): Promise<number> {
  for (;;) {
    const asked = await askedOf(origin);
    await setTimeout(PAUSE_MS);
    if ((await askedOf(origin)) === asked) return asked;
  }
}

async function askedOf({ http }: Ports): Promise<number> {
  const { body } = await request(`http://127.0.0.1:${http}/asked`);
  return Number(await body.text());
}
