/** Points in time as policies and `Expires` give them: whole seconds since 1970, in decimal (SU-16). */

/**
 * Seconds beyond this are taken for milliseconds and refused (SU-34): as seconds it is the year 5138, as
 * milliseconds it is 1973, so no date that anybody means is on the wrong side.
 */
export const EPOCH_SECONDS_LIMIT = 100_000_000_000;

export function isEpochSeconds(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < EPOCH_SECONDS_LIMIT;
}

/** The seconds of `Expires`; null unless plain digits without leading zeros, which the rebuilt policy repeats. */
export function parseEpochSeconds(text: string): number | null {
  if (!/^(?:0|[1-9][0-9]{0,11})$/.test(text)) return null;
  const seconds = Number(text);
  return isEpochSeconds(seconds) ? seconds : null;
}
