/** Vitest reporter of `npm run conformance`: the whole table, then the summary. */
import ConformanceReporter from './reporter.ts';
import { type Row, summary, wholeTable } from './table.ts';

export default class WholeTableReporter extends ConformanceReporter {
  protected override report(rows: readonly Row[], isFullRun: boolean): string {
    const caution = isFullRun ? '' : 'Only some of the tests ran: many rows look open that are not.\n\n';
    return `${caution}${wholeTable(rows)}\n\n${summary(rows)}`;
  }
}
