/** A scenario's file, read whole or refused with every problem of it. */
import { readFileSync } from 'node:fs';
import type { FileProblem } from '../config/references.ts';
import { Prices } from '../planning/prices.ts';
import type { Description, Infer } from '../schema/description.ts';
import { NOWHERE } from '../schema/problem.ts';
import { read } from '../schema/read.ts';
import type { Reading } from '../schema/reading.ts';
import { readYaml } from '../schema/yaml-document.ts';
import { shippedText } from '../shipped-files.ts';
import { Scenario } from '../traffic/scenario.ts';
import { checkScenario } from '../traffic/scenario-rules.ts';

export type FileReading<T> = { readonly value: T } | { readonly problems: readonly FileProblem[] };

export function readScenario(file: string): FileReading<Scenario> {
  return readDocument(file, Scenario, ({ draft, notes }) => checkScenario(draft, notes));
}

/** A file of prices, for the bill; null: those that come with edgefront. */
export function readPrices(file: string | null): FileReading<Prices> {
  if (file !== null) return readDocument(file, Prices, () => undefined);
  const own = Buffer.from(shippedText(OWN_PRICES));
  return readBytes(OWN_PRICES, own, { description: Prices, check: () => undefined });
}

const OWN_PRICES = 'config/prices/2013.yaml';

function readDocument<D extends Description>(
  file: string,
  description: D,
  check: (reading: Reading<Infer<D>>) => void,
): FileReading<Infer<D>> {
  const bytes = attemptToRead(file);
  if (typeof bytes === 'string')
    return { problems: [{ file, code: 'InvalidHTTPRequest', path: '', message: bytes, ...NOWHERE }] };
  return readBytes(file, bytes, { description, check });
}

interface Form<D extends Description> {
  readonly description: D;
  /** Adds what each part by itself does not tell. */
  readonly check: (reading: Reading<Infer<D>>) => void;
}

function readBytes<D extends Description>(file: string, bytes: Buffer, form: Form<D>): FileReading<Infer<D>> {
  const tree = readYaml(bytes);
  if ('problems' in tree) return { problems: tree.problems.map((problem) => ({ file, ...problem })) };
  const reading = read(form.description, tree.node);
  form.check(reading);
  const problems = reading.notes.problems.map((problem) => ({ file, ...problem }));
  return problems.length > 0 ? { problems } : { value: reading.value as Infer<D> };
}

function attemptToRead(file: string): Buffer | string {
  try {
    return readFileSync(file);
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
