/**
 * Whatever is asked in whatever order, the control plane answers as a model does that knows nothing of stores: lists
 * and maps in memory, rewritten by a few rules. Restarts are among the steps.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ErrorCode } from '../../src/distribution/error-code.ts';
import {
  ACCOUNT,
  DELAY_SECONDS,
  OTHER_ACCOUNT,
  type PlaneSetting,
  planeSetting,
  xml,
} from './plane-setting.ts';
import { distributionConfig, invalidationBatch, streamingConfig } from './request-documents.ts';

const KINDS = ['Distribution', 'StreamingDistribution'] as const;
type Kind = (typeof KINDS)[number];

/** What varies in a configuration. */
interface Content {
  readonly CallerReference: string;
  readonly Comment: string;
  readonly Aliases: readonly string[];
  readonly Enabled: boolean;
}

interface Modelled {
  readonly kind: Kind;
  readonly account: string;
  readonly id: string;
  readonly original: Content;
  content: Content;
  etag: string;
  deployedAt: number;
  readonly invalidations: Map<string, { readonly paths: readonly string[]; completeAt: number }>;
}

type Step =
  | { readonly do: 'create'; readonly kind: Kind; readonly account: string; readonly content: Content }
  | { readonly do: 'update'; readonly at: number; readonly content: Content; readonly isStale: boolean }
  | { readonly do: 'delete'; readonly at: number; readonly isStale: boolean }
  | { readonly do: 'invalidate'; readonly at: number; readonly reference: string; readonly paths: string[] }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'restart' };

const content = fc.record({
  CallerReference: fc.constantFrom('a', 'b', 'c'),
  Comment: fc.constantFrom('', 'x'),
  Aliases: fc.subarray(['one.example.org', 'two.example.org', 'three.example.org'], { maxLength: 2 }),
  Enabled: fc.boolean(),
});
const at = fc.nat({ max: 5 });
const isStale = fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      kind: fc.constantFrom(...KINDS),
      account: fc.constantFrom(ACCOUNT, OTHER_ACCOUNT),
      content,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('update' as const), at, content, isStale }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), at, isStale }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('invalidate' as const),
      at,
      reference: fc.constantFrom('p', 'q', 'r', 's', 't'),
      paths: fc.subarray(['/one', '/two'], { minLength: 1 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 3, DELAY_SECONDS) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

const bodyOf = (kind: Kind, parts: Content) =>
  kind === 'Distribution'
    ? xml('DistributionConfig', distributionConfig(parts))
    : xml('StreamingDistributionConfig', streamingConfig(parts));

class Model {
  resources: Modelled[] = [];
  readonly #control: PlaneSetting;
  #now = 0;

  constructor(control: PlaneSetting) {
    this.#control = control;
  }

  take(one: Step): void {
    if (one.do === 'wait') {
      this.#now += one.seconds;
      this.#control.clock.advance(one.seconds);
    } else if (one.do === 'restart') {
      this.#control.restart();
      this.#control.clock.tick(0);
      for (const resource of this.resources) {
        resource.deployedAt = this.#now;
        for (const invalidation of resource.invalidations.values()) invalidation.completeAt = this.#now;
      }
    } else if (one.do === 'create') this.#create(one);
    else if (this.resources.length > 0) this.#change(one, this.resources[one.at % this.resources.length]!);
  }

  /** Everything that can be seen, as it should be. */
  check(): void {
    for (const kind of KINDS) {
      for (const account of [ACCOUNT, OTHER_ACCOUNT]) {
        const list = this.#control.document(`${kind}List`, `List${kind}s`, { account });
        const own = this.resources.filter((one) => one.kind === kind && one.account === account);
        expect(list.Quantity).toBe(own.length);
        expect(list.Items.map(shown)).toEqual(own.map((one) => this.#expected(one)));
      }
    }
    for (const { kind, account, id, etag } of this.resources) {
      expect(this.#control.call(`Get${kind}`, { account, id }).etag).toBe(etag);
    }
    const told = this.#control.plane
      .documents()
      .map(({ id, config }) => [id, config.Comment, config.Aliases]);
    const expected = this.resources
      .filter(({ kind }) => kind === 'Distribution')
      .map((one) => [one.id, one.content.Comment, one.content.Aliases]);
    expect(told).toEqual(expected);
  }

  #expected(one: Modelled) {
    const running = [...one.invalidations.values()].filter(({ completeAt }) => completeAt > this.#now).length;
    const inProgress = one.kind === 'Distribution' ? running : undefined;
    return { id: one.id, isDeployed: one.deployedAt <= this.#now, content: one.content, inProgress };
  }

  #create({ kind, account, content: parts }: Step & { do: 'create' }): void {
    const call = { account, body: bodyOf(kind, parts) };
    const earlier = this.resources.find(
      (one) =>
        one.kind === kind &&
        one.account === account &&
        one.original.CallerReference === parts.CallerReference,
    );
    if (earlier !== undefined) {
      const isSame = JSON.stringify(earlier.original) === JSON.stringify(parts);
      const code = this.#control.code(`Create${kind}`, call);
      expect(code).toBe(isSame ? null : `${kind}AlreadyExists`);
      if (isSame) expect(this.#control.call(`Create${kind}`, call).etag).toBe(earlier.etag);
      return;
    }
    if (this.#hasTaken(parts, null)) {
      expect(this.#control.code(`Create${kind}`, call)).toBe('CNAMEAlreadyExists');
      return;
    }
    const { etag, location } = this.#control.call(`Create${kind}`, call);
    const id = location!.split('/').at(-1)!;
    expect(this.resources.map((one) => one.id)).not.toContain(id);
    const made = { kind, account, id, original: parts, content: parts, etag: etag! };
    this.resources.push({ ...made, deployedAt: this.#now + DELAY_SECONDS, invalidations: new Map() });
  }

  #change(one: Exclude<Step, { do: 'create' | 'wait' | 'restart' }>, resource: Modelled): void {
    if (one.do === 'update') this.#update(one, resource);
    else if (one.do === 'delete') this.#delete(one, resource);
    else this.#invalidate(one, resource);
  }

  #update({ content: parts, isStale: stale }: Step & { do: 'update' }, resource: Modelled): void {
    const { kind, account, id, etag } = resource;
    const ifMatch = stale ? 'E0000000000000' : etag;
    const call = { account, id, ifMatch, body: bodyOf(kind, parts) };
    const code = stale ? 'PreconditionFailed' : this.#refusedUpdate(parts, resource);
    if (code !== null) {
      expect(this.#control.code(`Update${kind}`, call)).toBe(code);
      return;
    }
    const updated = this.#control.call(`Update${kind}`, call);
    expect(updated.etag).not.toBe(etag);
    Object.assign(resource, { content: parts, etag: updated.etag, deployedAt: this.#now + DELAY_SECONDS });
  }

  #refusedUpdate(parts: Content, { id, content: before }: Modelled): ErrorCode | null {
    if (parts.CallerReference !== before.CallerReference) return 'IllegalUpdate';
    return this.#hasTaken(parts, id) ? 'CNAMEAlreadyExists' : null;
  }

  #delete({ isStale: stale }: Step & { do: 'delete' }, resource: Modelled): void {
    const { kind, account, id, etag, content: parts, deployedAt } = resource;
    const call = { account, id, ifMatch: stale ? 'E0000000000000' : etag };
    const isFree = !parts.Enabled && deployedAt <= this.#now;
    const code = stale ? 'PreconditionFailed' : isFree ? null : `${kind}NotDisabled`;
    expect(this.#control.code(`Delete${kind}`, call)).toBe(code);
    if (code !== null) return;
    this.resources = this.resources.filter((one) => one !== resource);
    expect(this.#control.code(`Get${kind}`, { account, id })).toBe(`NoSuch${kind}`);
  }

  #invalidate({ reference, paths }: Step & { do: 'invalidate' }, resource: Modelled): void {
    const { kind, account, id, invalidations } = resource;
    const body = xml('InvalidationBatch', invalidationBatch({ CallerReference: reference, Paths: paths }));
    const code = this.#control.code('CreateInvalidation', { account, id, body });
    expect(code).toBe(
      kind === 'Distribution' ? this.#refusedInvalidation(reference, paths, resource) : 'NoSuchDistribution',
    );
    if (code !== null || invalidations.has(reference)) return;
    invalidations.set(reference, { paths, completeAt: this.#now + DELAY_SECONDS });
  }

  #refusedInvalidation(
    reference: string,
    paths: readonly string[],
    { invalidations }: Modelled,
  ): ErrorCode | null {
    const earlier = invalidations.get(reference);
    if (earlier !== undefined) {
      return earlier.paths.join() === paths.join() ? null : 'InvalidationBatchAlreadyExists';
    }
    const running = [...invalidations.values()].filter(({ completeAt }) => completeAt > this.#now);
    return running.length < 3 ? null : 'TooManyInvalidationsInProgress';
  }

  #hasTaken({ Aliases }: Content, ownId: string | null): boolean {
    return this.resources.some(
      (one) => one.id !== ownId && one.content.Aliases.some((name) => Aliases.includes(name)),
    );
  }
}

/** What the model knows of an answer. */
function shown(answer: ReturnType<typeof answersOf>[number]) {
  const config =
    'DistributionConfig' in answer ? answer.DistributionConfig : answer.StreamingDistributionConfig;
  const { CallerReference, Comment, Aliases, Enabled } = config;
  return {
    id: answer.Id,
    isDeployed: answer.Status === 'Deployed',
    content: { CallerReference, Comment, Aliases, Enabled },
    inProgress: 'DistributionConfig' in answer ? answer.InProgressInvalidationBatches : undefined,
  };
}
const answersOf = (control: PlaneSetting) => [
  ...control.document('DistributionList', 'ListDistributions').Items,
  ...control.document('StreamingDistributionList', 'ListStreamingDistributions').Items,
];

/** More of them with RUNS=1000. */
const numRuns = Number(process.env.RUNS ?? 25);

test('CA-63 CA-171 CA-173 CA-174 CA-179 CA-184 CA-187 CA-207 CA-212: any calls in any order', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
      const control = planeSetting();
      const model = new Model(control);
      for (const one of steps) model.take(one);
      model.check();
      control.plane.close();
    }),
    { numRuns },
  );
}, 600_000);
