/** A row of the fuzz table: one parser, what it is meant for, and what must hold of whatever it returns. */
export interface FuzzedParser {
  readonly name: string;
  /** Valid inputs; damaged ones are made of them. At least one. */
  readonly samples: readonly string[];
  /** Calls the parser and asserts its promise; throws if it is broken. */
  readonly check: (text: string) => void;
}
