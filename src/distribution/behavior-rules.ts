/** What must hold of a cache behavior: its origin exists, its signers and cookie names go with their switches. */
import type { Draft, Notes } from '../schema/reading.ts';
import type { CacheBehavior } from './distribution-config.ts';
import { MAX_COOKIE_NAMES_BYTES } from './limits.ts';

type Behavior = Draft<Omit<CacheBehavior, 'PathPattern'>>;

/** `ids`: the origins that behaviors may name; `null` while not all of them are known. */
export interface BehaviorPlace {
  readonly path: string;
  readonly ids: ReadonlySet<string> | null;
}

export function checkBehavior(
  behavior: Behavior | null | undefined,
  { path, ids }: BehaviorPlace,
  notes: Notes,
): void {
  if (behavior === null || behavior === undefined) return;
  const { TargetOriginId: target, TrustedSigners: signers } = behavior;
  if (target !== undefined && ids !== null && !ids.has(target)) {
    const message = `names no origin of this distribution: ${target}`;
    notes.report(`${path}.TargetOriginId`, message, 'NoSuchOrigin');
  }
  checkSigners(signers, `${path}.TrustedSigners`, notes);
  checkCookies(behavior.ForwardedValues?.Cookies, `${path}.ForwardedValues.Cookies`, notes);
}

/** CA-145: signed URLs that nobody may sign are a mistake. */
export function checkSigners(signers: Behavior['TrustedSigners'], path: string, notes: Notes): void {
  if (signers?.Enabled === true && signers.AwsAccountNumbers?.length === 0) {
    notes.report(path, 'is enabled but names no signer');
  }
}

type Cookies = NonNullable<NonNullable<Behavior['ForwardedValues']>['Cookies']>;

/** LQ-12: names go with a whitelist, some but not too many bytes of them. */
export function checkCookies(cookies: Cookies | undefined, path: string, notes: Notes): void {
  if (cookies?.Forward === undefined || cookies.WhitelistedNames === undefined) return;
  const at = `${path}.WhitelistedNames`;
  const names = cookies.WhitelistedNames;
  if (cookies.Forward === 'whitelist' && names.length === 0) {
    notes.report(at, 'is required while Forward is whitelist', 'InvalidForwardCookies');
  }
  if (cookies.Forward !== 'whitelist' && names.length > 0) {
    notes.report(at, `must be absent while Forward is ${cookies.Forward}`, 'InvalidForwardCookies');
  }
  const sizeBytes = names.reduce((sum, name) => sum + Buffer.byteLength(name ?? '') + 1, 0);
  if (sizeBytes > MAX_COOKIE_NAMES_BYTES) {
    const has = `has ${sizeBytes - names.length} bytes of names`;
    notes.report(at, `${has}; ${names.length} names may have ${MAX_COOKIE_NAMES_BYTES - names.length}`);
  }
}
