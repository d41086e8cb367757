/**
 * Vitest reporter: after a full run it prints how much of CloudFront's documented behaviour the tests
 * that just ran have proven. A run of some files only says nothing about the rest, so it prints nothing.
 */
import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node';
import { conformanceTable, notYet, type Row, summary, type TestOutcome } from './table.ts';

/** Whether a full run fails while a statement is neither met nor a known difference. */
const EVERY_ROW_IS_DUE: boolean = true;

export default class ConformanceReporter implements Reporter {
  #vitest: Vitest | null = null;
  #isFullRun = false;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    if (this.#vitest === null) return;
    const isNarrowed =
      this.#vitest.getGlobalTestNamePattern() !== undefined || this.#vitest.config.shard !== undefined;
    const all = await this.#vitest.globTestSpecifications();
    this.#isFullRun = !isNarrowed && specifications.length === all.length;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = conformanceTable(modules.flatMap(outcomesOf));
    const report = this.report(rows, this.#isFullRun);
    if (report !== null) process.stdout.write(`\n${report}\n`);
    if (EVERY_ROW_IS_DUE && this.#isFullRun && notYet(rows).length > 0) process.exitCode = 1;
  }

  /** What to print of a run; null: nothing. */
  protected report(rows: readonly Row[], isFullRun: boolean): string | null {
    return isFullRun ? summary(rows) : null;
  }
}

function outcomesOf(module: TestModule): TestOutcome[] {
  return Array.from(module.children.allTests(), (test) => {
    const { state } = test.result();
    return { title: test.fullName, outcome: state === 'pending' ? 'skipped' : state };
  });
}
