/** Names of hosts in a configuration: aliases, custom origins, buckets. */
import { scalar } from '../schema/scalar.ts';

/** The longest name DNS can carry. */
const MAX_NAME_LENGTH = 253;

const BUCKET_HOST = /^[a-z0-9][a-z0-9._-]{0,62}\.s3\.amazonaws\.com$/;
const LABEL = /^[A-Za-z0-9_-]{1,63}$/;

/** Why a text is no host name, as words that follow a path; `null` when it is one. */
export function hostNameFault(name: string): string | null {
  if (name === '') return 'must not be empty';
  if (name.length > MAX_NAME_LENGTH)
    return `has ${name.length} characters; at most ${MAX_NAME_LENGTH} are allowed`;
  return name.split('.').every((label) => LABEL.test(label)) ? null : 'must be a DNS name';
}

/**
 * The host of a bucket: `<bucket>.s3.amazonaws.com` (CA-127). The bucket's name may have 1 to 63 characters. S3 itself
 * gives no names shorter than three, but the clients' own examples use them, and nothing here depends on it.
 */
export function isBucketHost(name: string): boolean {
  return BUCKET_HOST.test(name) && !name.includes('..');
}

/** An alias in lower case (VR-4). Wildcard aliases belong to a later time than the eras served (VR-5). */
export const alias = scalar<string>({
  schema: { type: 'string', minLength: 1, maxLength: MAX_NAME_LENGTH },
  parse(text) {
    if (text === '') return { because: 'must not be empty', code: 'MalformedXML' };
    if (text.includes('*'))
      return { because: 'must not be a wildcard: no API version served has wildcard aliases' };
    const because = hostNameFault(text);
    return because === null ? { value: text.toLowerCase() } : { because };
  },
});
