/** Scalars: values written as one text. Others are built with {@link scalar}, as byte sizes and durations are. */
import type { JsonSchema, Parsed, Refused, ScalarDescription } from './description.ts';
import type { ProblemCode } from './problem.ts';

export interface ScalarParts<T> {
  readonly schema: JsonSchema;
  /** Receives the text without surrounding white space. */
  readonly parse: (text: string) => Parsed<T>;
  readonly format?: (value: T) => string;
}

export interface TextRules {
  /** Lengths in characters (code points). */
  readonly min?: number;
  readonly max?: number;
  readonly maxBytes?: number;
  /** Must run in linear time; `says` puts it into words that follow the path. */
  readonly pattern?: RegExp;
  readonly says?: string;
  /** Keeps white space around the text (CA-87: Comment and CallerReference). */
  readonly keepsSpace?: boolean;
  /** The code of breaking a rule; without one `InvalidArgument`. */
  readonly code?: ProblemCode;
  /** Empty text is a fault of form, as in the member of a list (CA-82). */
  readonly isMember?: boolean;
}

export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** A scalar of any kind. */
export function scalar<T>(parts: ScalarParts<T>): ScalarDescription<T> {
  return {
    kind: 'scalar',
    schema: parts.schema,
    parse: (text) => parts.parse(text.trim()),
    format: parts.format ?? String,
  };
}

/** Text that XML 1.0 can carry. */
export function text(rules: TextRules = {}): ScalarDescription<string> {
  return {
    kind: 'scalar',
    schema: textSchema(rules),
    parse(raw) {
      const value = rules.keepsSpace === true ? raw : raw.trim();
      if (value === '' && rules.isMember === true) return malformed('must not be empty');
      const because = faultOf(value, rules);
      if (because === null) return { value };
      return rules.code === undefined ? { because } : { because, code: rules.code };
    },
    format: (value) => value,
  };
}

/** A whole number in decimal digits. */
export function integer(range: Range = {}): ScalarDescription<number> {
  return scalar({
    schema: { type: 'integer', ...rangeSchema(range) },
    parse(raw) {
      if (!/^[+-]?\d{1,15}$/.test(raw)) return malformed('must be a whole number');
      return inRange(Number(raw), range);
    },
  });
}

/** A decimal number such as `0.5`. */
export function number(range: Range = {}): ScalarDescription<number> {
  return scalar({
    schema: { type: 'number', ...rangeSchema(range) },
    parse(raw) {
      if (!/^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$/.test(raw)) return malformed('must be a number');
      return inRange(Number(raw), range);
    },
  });
}

/** `true` or `false` in any case, `1` or `0` (CA-75). */
export const boolean: ScalarDescription<boolean> = scalar({
  schema: { type: 'boolean' },
  parse(raw) {
    const word = raw.toLowerCase();
    if (word === 'true' || word === '1') return { value: true };
    if (word === 'false' || word === '0') return { value: false };
    return malformed('must be true or false');
  },
});

/** One of the words, spelled exactly so. */
export function oneOf<const W extends string>(...words: readonly W[]): ScalarDescription<W> {
  return scalar<W>({
    schema: { enum: words },
    parse(raw) {
      const value = words.find((word) => word === raw);
      if (value !== undefined) return { value };
      return malformed(`must be ${words.length === 1 ? '' : 'one of '}${words.join(', ')}`);
    },
  });
}

/** Other spellings accepted for some texts of a scalar; `respelled({ https: 'https-only' }, …)`. */
export function respelled<T>(
  spellings: Readonly<Record<string, string>>,
  content: ScalarDescription<T>,
): ScalarDescription<T> {
  const meant = new Map(Object.entries(spellings));
  return { ...content, parse: (raw) => content.parse(meant.get(raw.trim()) ?? raw) };
}

/** A text that is none of the forms allowed, for a reader of XML a fault of the document (CA-81). */
function malformed(because: string): Refused {
  return { because, code: 'MalformedXML' };
}

function faultOf(value: string, rules: TextRules): string | null {
  if (!isXmlText(value)) return 'holds a character that XML 1.0 cannot carry';
  const length = lengthOf(value);
  if (length < (rules.min ?? 0))
    return length === 0 ? 'must not be empty' : `must have at least ${rules.min} characters`;
  if (length > (rules.max ?? Number.POSITIVE_INFINITY))
    return `has ${length} characters; at most ${rules.max} are allowed`;
  const sizeBytes = Buffer.byteLength(value);
  if (sizeBytes > (rules.maxBytes ?? Number.POSITIVE_INFINITY)) {
    return `has ${sizeBytes} bytes; at most ${rules.maxBytes} are allowed`;
  }
  if (rules.pattern !== undefined && !rules.pattern.test(value)) return rules.says ?? 'has the wrong form';
  return null;
}

// XML 1.0 §2.2: no control characters but tab, line feed and carriage return, no half surrogate pairs.
function isXmlText(value: string): boolean {
  return value.isWellFormed() && !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(value);
}

function lengthOf(value: string): number {
  let length = 0;
  for (const _ of value) length += 1;
  return length;
}

function inRange(value: number, { min, max }: Range): Parsed<number> {
  if (value >= (min ?? value) && value <= (max ?? value)) return { value };
  if (max === undefined) return { because: `must be at least ${min}` };
  return { because: min === undefined ? `must be at most ${max}` : `must be between ${min} and ${max}` };
}

function textSchema({ min, max, pattern }: TextRules): JsonSchema {
  return {
    type: 'string',
    ...(min === undefined ? {} : { minLength: min }),
    ...(max === undefined ? {} : { maxLength: max }),
    ...(pattern === undefined ? {} : { pattern: pattern.source }),
  };
}

function rangeSchema({ min, max }: Range): JsonSchema {
  return {
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  };
}
