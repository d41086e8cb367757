/** How an origin names the origin access identity that its bucket is read through (CA-142). */

const PREFIX = 'origin-access-identity/cloudfront/';

/** The id in a reference; null where it names none. */
export function identityId(reference: string): string | null {
  return reference.startsWith(PREFIX) ? reference.slice(PREFIX.length) : null;
}
