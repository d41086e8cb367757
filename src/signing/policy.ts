/**
 * Policies: who may fetch what, and when, as JSON that the key's owner signed. A canned policy is never sent;
 * both sides rebuild it byte for byte from the URL and `Expires` (SU-12). A custom policy travels in the URL
 * and is taken as it was sent, white space included (SU-15).
 *
 * Reading is strict: whatever a policy says beyond what is understood here makes it malformed, because a
 * condition that is skipped would open what its author meant to close.
 */
import { type AddressTest, compileCidr } from '../http/ip-address.ts';
import { isEpochSeconds } from './epoch-seconds.ts';

/** What a well-formed policy grants. */
export interface Policy {
  /** Pattern with `*` and `?` over the whole URL (SU-20); null opens everything the key may open (SU-19). */
  readonly resource: string | null;
  /** Epoch seconds; the request must be earlier (SU-17). */
  readonly before: number;
  /** Epoch seconds; the request must be later (SU-17). Null: no lower bound. */
  readonly after: number | null;
  /** The viewer's address must pass (SU-18). Null: any address. */
  readonly isFrom: AddressTest | null;
}

/** What a signer wants a custom policy to say; times in epoch seconds. */
export interface PolicyTerms {
  readonly resource: string;
  readonly before: number;
  readonly after: number | null;
  readonly sourceCidr: string | null;
}

/** Longer policies are malformed: no URL that an edge location accepts can carry one (VR-18). */
export const POLICY_BYTES_LIMIT = 8192;

/** The exact text that a canned signature covers (SU-12); `expires` as the URL spells it. */
export function cannedPolicy(url: string, expires: string): string {
  return `{"Statement":[{"Resource":"${url}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`;
}

/**
 * Whether the URL stands in JSON for itself. A quote or backslash would end the resource early and let a
 * viewer write conditions of its own into the rebuilt text.
 */
export function isPlainUrl(url: string): boolean {
  return /^[\x21-\x7e]*$/.test(url) && !url.includes('"') && !url.includes('\\');
}

/** The text of a custom policy, without white space (SU-15, SU-16). */
export function customPolicy(terms: PolicyTerms): string {
  const condition = {
    ...(terms.sourceCidr !== null && { IpAddress: { 'AWS:SourceIp': terms.sourceCidr } }),
    ...(terms.after !== null && { DateGreaterThan: { 'AWS:EpochTime': terms.after } }),
    DateLessThan: { 'AWS:EpochTime': terms.before },
  };
  return JSON.stringify({ Statement: [{ Resource: terms.resource, Condition: condition }] });
}

/** Reads a custom policy; null when malformed (SU-34). */
export function parsePolicy(bytes: Buffer): Policy | null {
  if (bytes.length > POLICY_BYTES_LIMIT) return null;
  const document = fieldsOf(parseJson(bytes.toString()), ['Statement']);
  const statement = fieldsOf(onlyStatement(document?.Statement), ['Resource', 'Condition']);
  const condition = fieldsOf(statement?.Condition, ['DateLessThan', 'DateGreaterThan', 'IpAddress']);
  const resource = ifGiven(statement?.Resource, resourceOf);
  const before = epochOf(condition?.DateLessThan);
  const after = ifGiven(condition?.DateGreaterThan, epochOf);
  const isFrom = ifGiven(condition?.IpAddress, addressTestOf);
  if (resource === undefined || before === undefined || after === undefined || isFrom === undefined)
    return null;
  return { resource, before, after, isFrom };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value as a map; null for anything else, and for a map with a field that nobody knows. */
function fieldsOf<K extends string>(value: unknown, known: readonly K[]): Partial<Record<K, unknown>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.keys(value).every((name) => (known as readonly string[]).includes(name)) ? value : null;
}

/** Null for a field that is absent, what `read` makes of the others; `undefined` is malformed. */
function ifGiven<T>(value: unknown, read: (value: unknown) => T | undefined): T | null | undefined {
  return value === undefined ? null : read(value);
}

/** A list of one, or the bare map that newer examples show (SU-15). */
function onlyStatement(statements: unknown): unknown {
  if (!Array.isArray(statements)) return statements;
  return statements.length === 1 ? statements[0] : undefined;
}

function epochOf(condition: unknown): number | undefined {
  const seconds = fieldsOf(condition, ['AWS:EpochTime'])?.['AWS:EpochTime'];
  return isEpochSeconds(seconds) ? seconds : undefined;
}

function addressTestOf(condition: unknown): AddressTest | undefined {
  const cidr = fieldsOf(condition, ['AWS:SourceIp'])?.['AWS:SourceIp'];
  return typeof cidr === 'string' ? (compileCidr(cidr) ?? undefined) : undefined;
}

function resourceOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:https?:\/\/|\*)/.test(value) ? value : undefined;
}
