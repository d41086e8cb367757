/** A scenario's file, read whole or refused with every problem of it. */
import { type DocumentReading, readDocument, readDocumentFile } from '../config/document-file.ts';
import type { FileProblem } from '../config/references.ts';
import { Prices } from '../planning/prices.ts';
import type { Description, Infer } from '../schema/description.ts';
import { read } from '../schema/read.ts';
import type { Reading } from '../schema/reading.ts';
import { shippedText } from '../shipped-files.ts';
import { Scenario } from '../traffic/scenario.ts';
import { checkScenario } from '../traffic/scenario-rules.ts';

export type FileReading<T> = { readonly value: T } | { readonly problems: readonly FileProblem[] };

export function readScenario(file: string): FileReading<Scenario> {
  const check = ({ draft, notes }: Reading<Scenario>) => checkScenario(draft, notes);
  return readForm(readDocumentFile(file), { file, description: Scenario, check });
}

/** A file of prices, for the bill; null: those that come with edgefront. */
export function readPrices(named: string | null): FileReading<Prices> {
  const file = named ?? OWN_PRICES;
  const document =
    named === null ? readDocument(file, Buffer.from(shippedText(OWN_PRICES))) : readDocumentFile(file);
  return readForm(document, { file, description: Prices, check: () => undefined });
}

const OWN_PRICES = 'config/prices/2013.yaml';

interface Form<D extends Description> {
  readonly file: string;
  readonly description: D;
  /** Adds what each part by itself does not tell. */
  readonly check: (reading: Reading<Infer<D>>) => void;
}

function readForm<D extends Description>(document: DocumentReading, form: Form<D>): FileReading<Infer<D>> {
  if ('problems' in document) return document;
  const { file } = form;
  const reading = read(form.description, document.node);
  form.check(reading);
  const problems = reading.notes.problems.map((problem) => ({ file, ...problem }));
  return problems.length > 0 ? { problems } : { value: reading.value as Infer<D> };
}
