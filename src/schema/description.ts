/**
 * The description language. A document is described once, as plain data built from the constructors below; its
 * TypeScript type, reading, defaults, problems, XML writing and JSON Schema all come from that one value. A
 * description may differ between versions of the document: versions are dates, compared as text.
 */
import type { ProblemCode } from './problem.ts';

declare const meaning: unique symbol;

/** Carries the type of the values a description describes; nothing is there at run time. */
export interface Means<T> {
  readonly [meaning]?: T;
}

/** The type of the values a description describes. */
export type Infer<D> = D extends Means<infer T> ? T : never;

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A scalar's text understood, or why it is not. */
export type Parsed<T> = { readonly value: T } | Refused;

/** A sentence that follows the path in a problem ("must be …"). */
export interface Refused {
  readonly because: string;
  /** Without one: `InvalidArgument`, for a value of the right form that is not allowed (CA-81). */
  readonly code?: ProblemCode;
}

/** A value written as one text. `parse` receives the text untrimmed. */
export interface ScalarDescription<T> extends Means<T> {
  readonly kind: 'scalar';
  readonly schema: JsonSchema;
  parse(text: string): Parsed<T>;
  format(value: T): string;
}

export interface RecordDescription<T> extends Means<T> {
  readonly kind: 'record';
  readonly fields: Fields;
  readonly olderOrder: OlderOrder | null;
}

/** The order in which versions up to `until` write a record's members; newer ones write them as described. */
export interface OlderOrder {
  readonly until: string;
  readonly names: readonly string[];
}

/** A JSON or YAML array. */
export interface ListDescription<T> extends Means<T> {
  readonly kind: 'list';
  readonly item: Description;
  readonly bounds: Bounds;
}

/** A map with names of the writer's choosing, read into a `Map`. */
export interface DictionaryDescription<T> extends Means<T> {
  readonly kind: 'dictionary';
  readonly value: Description;
}

/** A member that may be written any number of times (in JSON: as an array under the one name). */
export interface RepeatedDescription<T> extends Means<T> {
  readonly kind: 'repeated';
  readonly item: Description;
  readonly bounds: Bounds;
}

/** CloudFront's counted list inside a record: the elements Quantity and Items, the latter holding `member`s. */
export interface MembersDescription<T> extends Means<T> {
  readonly kind: 'members';
  readonly member: string;
  readonly item: Description;
  readonly bounds: Bounds;
}

/** An element that holds nothing but a counted list, read into the bare array. */
export interface CountedDescription<T> extends Means<T> {
  readonly kind: 'counted';
  readonly fields: Fields;
}

/** An element whose presence says true. */
export interface FlagDescription extends Means<boolean> {
  readonly kind: 'flag';
}

/** A member that may be absent and then reads as `fallback`; a sparse one is not written when it equals that. */
export interface OptionalDescription<T> extends Means<T> {
  readonly kind: 'optional';
  readonly content: Description;
  readonly fallback: unknown;
  readonly isSparse: boolean;
}

/** A member also accepted under other names; written under its own. */
export interface RenamedDescription<T> extends Means<T> {
  readonly kind: 'renamed';
  readonly alsoNamed: readonly string[];
  readonly content: Description;
}

/** A member that not every version has, or not in the same form. The ranges do not overlap, oldest first. */
export interface VersionedDescription<T> extends Means<T> {
  readonly kind: 'versioned';
  readonly forms: readonly Form[];
}

/** `null` at either end: open. Both ends belong to the range. */
export interface Form {
  readonly since: string | null;
  readonly until: string | null;
  readonly content: Description;
}

export type Description =
  | ScalarDescription<unknown>
  | RecordDescription<unknown>
  | ListDescription<unknown>
  | DictionaryDescription<unknown>
  | RepeatedDescription<unknown>
  | MembersDescription<unknown>
  | CountedDescription<unknown>
  | FlagDescription
  | OptionalDescription<unknown>
  | RenamedDescription<unknown>
  | VersionedDescription<unknown>;

export type Fields = Readonly<Record<string, Description>>;

/** How many members a list may have. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** The code of having more; without one `InvalidArgument`. */
  readonly tooMany?: ProblemCode;
}

/** Members by name. All are present in the value; what may be absent is an {@link optional}. */
export function record<const F extends Fields>(
  fields: F,
  olderOrder: OlderOrder | null = null,
): RecordDescription<{ readonly [K in keyof F]: Infer<F[K]> }> {
  return { kind: 'record', fields, olderOrder };
}

export function list<D extends Description>(
  item: D,
  bounds: Bounds = {},
): ListDescription<readonly Infer<D>[]> {
  return { kind: 'list', item, bounds };
}

export function dictionary<D extends Description>(
  value: D,
): DictionaryDescription<ReadonlyMap<string, Infer<D>>> {
  return { kind: 'dictionary', value };
}

export function repeated<D extends Description>(
  item: D,
  bounds: Bounds = {},
): RepeatedDescription<readonly Infer<D>[]> {
  return { kind: 'repeated', item, bounds };
}

export function members<D extends Description>(
  member: string,
  item: D,
  bounds: Bounds = {},
): MembersDescription<readonly Infer<D>[]> {
  return { kind: 'members', member, item, bounds };
}

export function counted<D extends Description>(
  member: string,
  item: D,
  bounds: Bounds = {},
): CountedDescription<readonly Infer<D>[]> {
  return { kind: 'counted', fields: { '': members(member, item, bounds) } };
}

export const flag: FlagDescription = { kind: 'flag' };

/** May be absent, and then reads as `fallback`. Always written, except where the value is `null`. */
export function optional<D extends Description, const F>(
  content: D,
  fallback: F,
): OptionalDescription<Infer<D> | F> {
  return { kind: 'optional', content, fallback, isSparse: false };
}

/** Like {@link optional}, but left out of what is written when the value is the fallback (or an empty list). */
export function sparse<D extends Description, const F>(
  content: D,
  fallback: F,
): OptionalDescription<Infer<D> | F> {
  return { kind: 'optional', content, fallback, isSparse: true };
}

export function alsoNamed<D extends Description>(name: string, content: D): RenamedDescription<Infer<D>> {
  return { kind: 'renamed', alsoNamed: [name], content };
}

/** What a version without the member reads: the fallback of an optional one, no members, or `null`. */
type Elsewhere<D> = D extends OptionalDescription<unknown> | RepeatedDescription<unknown> ? never : null;

/** Exists from `version` on. */
export function since<D extends Description>(
  version: string,
  content: D,
): VersionedDescription<Infer<D> | Elsewhere<D>> {
  return { kind: 'versioned', forms: [{ since: version, until: null, content }] };
}

/** Exists up to and including `version`. */
export function until<D extends Description>(
  version: string,
  content: D,
): VersionedDescription<Infer<D> | Elsewhere<D>> {
  return { kind: 'versioned', forms: [{ since: null, until: version, content }] };
}

/** Exists from one version to another, both included. */
export function between<D extends Description>(
  versions: readonly [first: string, last: string],
  content: D,
): VersionedDescription<Infer<D> | Elsewhere<D>> {
  return { kind: 'versioned', forms: [{ since: versions[0], until: versions[1], content }] };
}

/** One form up to a version, another afterwards. */
export function inTurn<A, B>(
  older: VersionedDescription<A>,
  newer: VersionedDescription<B>,
): VersionedDescription<A | B> {
  return { kind: 'versioned', forms: [...older.forms, ...newer.forms] };
}
