/**
 * What every client of the control API is put through: the life of a distribution from its creation to its
 * end, after each step what viewers at two edge locations get, shown in a table.
 */
import { expect } from 'vitest';
import type { EdgeResponse } from '../../harness/test-edge.ts';
import type { ControlClient, DistributionFacts } from './control-client.ts';
import { BUCKET_HOST, type ControlSite, POPS, type Pop } from './control-site.ts';
import { refusal, until } from './patience.ts';

const PATH = '/pages/hello.html';
const FIRST = '<h1>hello</h1>\n';
const SECOND = '<h1>hello again</h1>\n';
const ALIAS = 'www.walk.test';
const OTHER_ALIAS = 'media.walk.test';

export interface LifeCycleOptions {
  /** API 2008-06-30 has none: new content then comes under a new name. */
  readonly hasInvalidations: boolean;
  /** The client uploads, and then invalidates what it has uploaded. */
  readonly uploads?: boolean;
  /** The client disables it by itself, so a delete too early cannot be tried. */
  readonly disablesBeforeDelete?: boolean;
}

/** Walks it and prints it; throws at the first answer that is not as it must be. */
export async function walkLifeCycle(
  site: ControlSite,
  client: ControlClient,
  options: LifeCycleOptions,
): Promise<void> {
  const walk = new LifeCycle(site, client, options);
  try {
    await walk.run();
    expect(site.complaints).toEqual([]);
  } finally {
    process.stdout.write(`\n${client.title}\n${walk.lines.join('\n')}\n`);
  }
}

class LifeCycle {
  readonly lines: string[] = [];
  readonly #site: ControlSite;
  readonly #client: ControlClient;
  readonly #options: LifeCycleOptions;
  #id = '';
  #domainName = '';

  constructor(site: ControlSite, client: ControlClient, options: LifeCycleOptions) {
    this.#site = site;
    this.#client = client;
    this.#options = options;
  }

  async run(): Promise<void> {
    await this.#site.put(PATH, FIRST);
    await this.#create();
    await this.#update();
    if (this.#options.hasInvalidations) await this.#invalidate();
    else await this.#rename();
    if (!this.#options.disablesBeforeDelete) await this.#deleteTooEarly();
    await this.#disable();
    await this.#delete();
  }

  async #create(): Promise<void> {
    const wish = { callerReference: `walk ${Date.now()}`, alias: ALIAS, comment: 'first' };
    const made = await this.#client.create({ bucketHost: BUCKET_HOST, ...wish });
    this.#id = made.id;
    this.#domainName = made.domainName;
    this.#tell('create', shown(made));
    expect(made).toMatchObject({ status: 'InProgress', isEnabled: true, aliases: [ALIAS], comment: 'first' });
    await this.#deployed();
    const listed = await this.#client.list();
    this.#tell('list', listed.join(' '));
    expect(listed).toContain(this.#id);
    await this.#views(this.#domainName, { body: FIRST, result: 'Miss' });
    await this.#views(ALIAS, { body: FIRST, result: 'Hit' });
  }

  async #update(): Promise<void> {
    await this.#client.update(this.#id, { aliases: [OTHER_ALIAS], comment: 'second' });
    this.#tell('update', `aliases ${OTHER_ALIAS}, comment second`);
    const facts = await this.#deployed();
    expect(facts).toMatchObject({ isEnabled: true, aliases: [OTHER_ALIAS], comment: 'second' });
    await this.#views(OTHER_ALIAS, { body: FIRST, result: 'Hit' });
    await this.#refusesViewers(ALIAS);
  }

  async #invalidate(): Promise<void> {
    if (!this.#options.uploads) {
      await this.#site.put(PATH, SECOND);
      await this.#views(this.#domainName, { body: FIRST, result: 'Hit' });
    }
    const { id, status } = await this.#client.invalidate(this.#id, { path: PATH, body: SECOND });
    this.#tell('invalidate', `${id} ${status}`);
    if (!this.#options.uploads) expect(status).toBe('InProgress');
    const looks = await until(async () => {
      const facts = await this.#client.readInvalidation(this.#id, id);
      return facts.status === 'Completed';
    });
    this.#tell('completed', `at look ${looks}`);
    await this.#views(this.#domainName, { body: SECOND, result: 'Miss' });
  }

  async #rename(): Promise<void> {
    const path = PATH.replace('.', '-2.');
    await this.#site.put(path, SECOND);
    const refused = await refusal(this.#client.invalidate(this.#id, { path, body: SECOND }));
    this.#tell('invalidate', `refused: ${refused.message}`);
    expect(refused.code).toBe('InvalidURI');
    await this.#views(this.#domainName, { path, body: SECOND, result: 'Miss' });
  }

  async #deleteTooEarly(): Promise<void> {
    const refused = await refusal(this.#client.delete(this.#id));
    this.#tell('delete', `refused: ${refused.message}`);
    expect(refused.code).toBe('DistributionNotDisabled');
  }

  async #disable(): Promise<void> {
    await this.#client.update(this.#id, { isEnabled: false });
    this.#tell('disable', '');
    expect(await this.#deployed()).toMatchObject({ isEnabled: false, aliases: [OTHER_ALIAS] });
    await this.#refusesViewers(this.#domainName);
  }

  async #delete(): Promise<void> {
    await this.#client.delete(this.#id);
    const listed = await this.#client.list();
    this.#tell('delete', `${this.#id}; left: ${listed.join(' ') || 'none'}`);
    expect(listed).not.toContain(this.#id);
    const refused = await refusal(this.#client.read(this.#id));
    this.#tell('read', `refused: ${refused.message}`);
    expect(refused.code).toBe('NoSuchDistribution');
    await this.#refusesViewers(this.#domainName);
  }

  /** Looks until every edge location has it. */
  async #deployed(): Promise<DistributionFacts> {
    let facts = await this.#client.read(this.#id);
    const looks = await until(async () => {
      facts = await this.#client.read(this.#id);
      return facts.status === 'Deployed';
    });
    this.#tell('deployed', `at look ${looks}: ${shown(facts)}`);
    return facts;
  }

  async #views(host: string, expected: { path?: string; body: string; result: string }): Promise<void> {
    const { path = PATH, body, result } = expected;
    for (const pop of POPS) {
      const answer = await this.#view(pop, host, path);
      const got = { status: answer.status, body: answer.text, result: answer.header('x-cache') };
      expect(got).toEqual({ status: 200, body, result: `${result} from cloudfront` });
    }
  }

  async #refusesViewers(host: string): Promise<void> {
    for (const pop of POPS) {
      const { status, text } = await this.#view(pop, host, PATH);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toContain('hello');
    }
  }

  async #view(pop: Pop, host: string, path: string): Promise<EdgeResponse> {
    const answer = await this.#site.view(pop, host, path);
    const said = answer.status === 200 ? answer.text.trim() : '';
    this.#tell(`  viewer at ${pop}`, `${host}${path} ${answer.status} ${answer.header('x-cache')} ${said}`);
    return answer;
  }

  #tell(step: string, what: string): void {
    this.lines.push(`  ${step.padEnd(16)} ${what}`.trimEnd());
  }
}

function shown({ id, domainName, status, isEnabled, aliases, comment }: DistributionFacts): string {
  return [id, domainName, status, isEnabled ? 'enabled' : 'disabled', aliases.join(' '), `"${comment}"`].join(
    ' ',
  );
}
