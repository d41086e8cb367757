/** The kinds of values that settings are made of, beyond plain text and numbers. */
import { type Place, parsePlace } from '../distribution/city.ts';
import { parseHost } from '../http/host.ts';
import { integer, scalar, text } from '../schema/scalar.ts';

export { popCode as pop } from '../distribution/pop-code.ts';
export { seconds, size } from '../schema/quantity.ts';

/** A port to listen on; 0 is any free one. */
export const port = integer({ min: 0, max: 65_535 });

/** A path; relative ones are meant from the configuration file's folder. */
export const path = text({ min: 1, pattern: /^[^\0]*$/, says: 'must be a path' });

/** Text that may be given as `${NAME}`, and then is what the environment variable holds. */
export const secret = text({ min: 1 });

/** Twelve digits. */
export const account = text({ pattern: /^\d{12}$/, says: 'must be an AWS account number of twelve digits' });

/** The ids that AWS gives to distributions, identities, certificates and keys. */
export const awsId = text({ pattern: /^[A-Z0-9]{1,128}$/, says: 'must be capital letters and digits' });

/** The letters of a city that CloudFront names edge locations by, or degrees north and east. */
export const place = scalar<Place>({
  schema: { type: 'string' },
  parse(raw) {
    const value = parsePlace(raw);
    return value === null ? { because: 'must be a place such as FRA or 50.03,8.57' } : { value };
  },
});

/** A name that DNS could resolve, lower case, without a port. */
export const hostName = scalar<string>({
  schema: { type: 'string' },
  parse(raw) {
    const host = parseHost(raw);
    return host === null || host.port !== null ? { because: 'must be a host name' } : { value: host.name };
  },
});

/** An address or name to listen on; an IPv6 address may be bracketed. */
export const listenHost = scalar<string>({
  schema: { type: 'string' },
  parse(raw) {
    const host = parseHost(raw.includes(':') && !raw.startsWith('[') ? `[${raw}]` : raw);
    const isUsable = host !== null && host.port === null;
    return isUsable ? { value: unbracketed(host.name) } : { because: 'must be an address or a host name' };
  },
});

/** Scheme and host of a URL, without a slash at its end. */
export const origin = text({
  pattern: /^https?:\/\/[^/?#\s]+$/,
  says: 'must be scheme and host, such as https://cloudfront.amazonaws.com',
});

/** `host`, `host:port` or `[IPv6]:port` to connect to; `defaultPort` when none is given. */
export function endpoint(defaultPort: number): ReturnType<typeof scalar<{ host: string; port: number }>> {
  return scalar({
    schema: { type: 'string' },
    parse(raw) {
      const host = parseHost(raw);
      if (host === null) return { because: 'must be host:port' };
      return { value: { host: unbracketed(host.name), port: host.port ?? defaultPort } };
    },
  });
}

function unbracketed(name: string): string {
  return name.startsWith('[') ? name.slice(1, -1) : name;
}
