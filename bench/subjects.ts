/** Everybody who is loaded: started, checked once for each scenario, and stopped. */
import { Agent, request } from 'undici';
import { EdgeProcess } from '../test/harness/edge-process.ts';
import { DOMAIN_NAME, EdgeSite } from '../test/harness/edge-site.ts';
import { Child } from './child.ts';
import type { Target } from './load.ts';
import { startNginx } from './nginx.ts';
import { type Scenario, type Subject, scenariosFor } from './scenarios.ts';

export interface Subjects {
  readonly targets: ReadonlyMap<Subject, Target>;
  readonly nextNumber: () => number;
  /** Has everybody keep the object where it is to be a hit; throws when edgefront's answer is not the scenario's. */
  check(scenario: Scenario): Promise<void>;
  stop(): Promise<void>;
}

/** An edge of our own with everything it is compared with. */
export async function startSubjects(): Promise<Subjects> {
  const site = new EdgeSite();
  await site.makeCertificate();
  const certificate = [site.certFile, site.keyFile];
  const origin = await Child.script<Ports>('constant-server.ts', certificate);
  const ceiling = await Child.script<Ports>('constant-server.ts', certificate);
  const edge = await EdgeProcess.start(site.configure(origin.said.http));
  const nginx = await startNginx(site, origin.said.http);
  const ports = { http: edge.portOf('http'), https: edge.portOf('https') };
  const targets = new Map<Subject, Target>([
    ['edgefront', targetAt(ports, (path) => site.sign(path))],
    ['ceiling', targetAt(ceiling.said)],
  ]);
  if (nginx !== null) targets.set('nginx', targetAt(nginx));
  else process.stderr.write('nginx is not installed, so nothing is compared with it\n');
  const stop = async () => {
    await Promise.all([edge, nginx?.child, ceiling.child, origin.child].map((child) => child?.stop()));
    site[Symbol.dispose]();
  };
  return subjectsOf(targets, stop);
}

/** An edge that runs already, and what can be asked of the one object behind `url`. */
export async function knownEdge(url: string): Promise<{ scenarios: Scenario[]; subjects: Subjects }> {
  const { protocol, host, hostname, port, pathname, search } = new URL(url);
  // Names under .localhost are known to browsers and curl, but not to every resolver.
  const address = hostname.endsWith('.localhost') ? '127.0.0.1' : hostname;
  const base = `${protocol}//${address}${port === '' ? '' : `:${port}`}`;
  const target = { httpUrl: base, httpsUrl: base, headers: { Host: host }, sign: (path: string) => path };
  const path = `${pathname}${search}`;
  const { headers } = await ask(target, { path, isSecure: protocol === 'https:', headers: {} });
  const scenarios = scenariosFor(path, protocol === 'https:', headers.etag?.toString() ?? null);
  return { scenarios, subjects: subjectsOf(new Map([['edgefront', target]]), async () => undefined) };
}

interface Ports {
  readonly http: number;
  readonly https: number;
}

function targetAt({ http, https }: Ports, sign = (path: string) => path): Target {
  const headers = { Host: DOMAIN_NAME };
  return { httpUrl: `http://127.0.0.1:${http}`, httpsUrl: `https://127.0.0.1:${https}`, headers, sign };
}

function subjectsOf(targets: ReadonlyMap<Subject, Target>, stop: () => Promise<void>): Subjects {
  const numbers = { last: Date.now() };
  const nextNumber = () => ++numbers.last;
  const warm = async (scenario: Scenario, target: Target) => {
    const path = scenario.isSigned ? target.sign(scenario.path) : scenario.path;
    const asked = { ...scenario, path: path.replace('#', `${nextNumber()}`) };
    if (scenario.result === 'Hit') await ask(target, { ...asked, headers: {} });
    return await ask(target, asked);
  };
  const check = async (scenario: Scenario) => {
    for (const [subject, target] of targets) {
      const answer = await warm(scenario, target);
      if (subject !== 'edgefront') continue;
      const got = `${answer.statusCode} ${answer.headers['x-cache']}`;
      if (got !== `${scenario.status} ${scenario.result} from cloudfront`)
        throw new Error(`${scenario.name} is answered ${got}`);
    }
  };
  return { targets, nextNumber, check, stop };
}

const ANY_CERTIFICATE = new Agent({ connect: { rejectUnauthorized: false } });

async function ask(target: Target, scenario: Pick<Scenario, 'path' | 'isSecure' | 'headers'>) {
  const base = scenario.isSecure ? target.httpsUrl : target.httpUrl;
  const headers = { ...target.headers, ...scenario.headers };
  const answer = await request(`${base}${scenario.path}`, { headers, dispatcher: ANY_CERTIFICATE });
  await answer.body.arrayBuffer();
  return answer;
}
