/** The kinds of values that settings are made of, beyond plain text and numbers. */
import { parseHost } from '../http/host.ts';
import { integer, type ScalarParts, scalar, text } from '../schema/scalar.ts';
import { parseDuration, parseSize } from './quantity.ts';

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

/** A POP code, as in `IAD2` or `FRA6-C1`. */
export const pop = text({
  pattern: /^[A-Z][A-Z0-9-]{1,31}$/,
  says: 'must be a POP code: capital letters, digits and hyphens, such as IAD2',
});

/** Bytes, at least `min`. */
export function size(min: number): ReturnType<typeof scalar<number>> {
  return quantity({
    min,
    parse: parseSize,
    pattern: '^\\d+(\\.\\d+)? ?(B|KiB|MiB|GiB)?$',
    example: '256MiB',
  });
}

/** Seconds, at least `min`; a bare number is seconds too. */
export function seconds(min: number): ReturnType<typeof scalar<number>> {
  const parse = (raw: string) => (/^\d{1,9}(\.\d{1,3})?$/.test(raw) ? Number(raw) : parseDuration(raw));
  return quantity({ min, parse, pattern: '^(\\d+(\\.\\d+)?|(\\d+[dhms])+)$', example: '30s' });
}

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

interface Quantity {
  readonly min: number;
  readonly parse: (raw: string) => number | null;
  readonly pattern: string;
  readonly example: string;
}

function quantity({ min, parse, pattern, example }: Quantity): ReturnType<typeof scalar<number>> {
  const parts: ScalarParts<number> = {
    schema: {
      anyOf: [
        { type: 'number', minimum: min },
        { type: 'string', pattern },
      ],
    },
    parse(raw) {
      const value = parse(raw);
      if (value === null) return { because: `must be a quantity such as ${example}` };
      return value < min ? { because: `must be at least ${min}` } : { value };
    },
  };
  return scalar(parts);
}

function unbracketed(name: string): string {
  return name.startsWith('[') ? name.slice(1, -1) : name;
}
