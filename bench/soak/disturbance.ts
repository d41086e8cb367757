/** What goes on at an edge beside its viewers: objects are renewed and invalidated, and its configuration changes, again and again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { RunningEdge } from '../edge.ts';
import { GROUPS } from './content.ts';
import type { SoakOrigin } from './soak-origin.ts';

export interface Disturbed {
  readonly running: RunningEdge;
  readonly origin: SoakOrigin;
  /** From now on nothing older may be answered. */
  readonly renewed: (group: number, generation: number) => void;
}

const INVALIDATION_MS = 500;
const CHANGE_MS = 2000;

export class Disturbance {
  readonly #disturbed: Disturbed;
  readonly #stop = new AbortController();
  invalidations = 0;
  changes = 0;

  constructor(disturbed: Disturbed) {
    this.#disturbed = disturbed;
  }

  /** Until it is stopped; throws when the edge refuses an order. */
  async run(): Promise<void> {
    await Promise.all([
      this.#every(INVALIDATION_MS, () => this.#invalidate()),
      this.#every(CHANGE_MS, () => this.#change()),
    ]);
  }

  stop(): void {
    this.#stop.abort();
  }

  async #every(milliseconds: number, act: () => Promise<void>): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await act();
      await setTimeout(milliseconds, null, { signal: this.#stop.signal }).catch(() => null);
    }
  }

  async #invalidate(): Promise<void> {
    const { running, origin, renewed } = this.#disturbed;
    const group = this.invalidations % GROUPS;
    const generation = origin.renew(group);
    const body = JSON.stringify({ distribution: 'EDFDVBD6EXAMPLE', paths: [`/g${group}/*`] });
    const answer = await fetch(`http://127.0.0.1:${running.edge.portOf('admin')}/invalidations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    if (answer.status !== 200) throw new Error(`invalidation: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
    renewed(group, generation);
    this.invalidations += 1;
  }

  /** Each time another distribution to compile, with the same answers. */
  async #change(): Promise<void> {
    const { site, edge } = this.#disturbed.running;
    const file = join(site.folder, 'distribution.json');
    const distribution = JSON.parse(readFileSync(file, 'utf8')) as { Comment: string };
    distribution.Comment = `change ${this.changes}`;
    writeFileSync(file, JSON.stringify(distribution));
    await edge.reread();
    this.changes += 1;
  }
}
