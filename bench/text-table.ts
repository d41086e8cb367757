/** Rows of text in columns that line up, as Markdown writes tables. */

/** Columns from `firstNumber` on are pushed to the right. */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  firstNumber: number,
): string {
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => row[at]!.length)),
  );
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => padded(cell, at)).join(' | ')} |`;
  const padded = (cell: string, at: number) =>
    at < firstNumber ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!);
  const rule = widths.map((width, at) =>
    at < firstNumber ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(headings), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}
