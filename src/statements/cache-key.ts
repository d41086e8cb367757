/** CK: which requests share a stored object. */
import { every, from10, later, only12, type StatementFamily } from './statement.ts';

export const CACHE_KEY: StatementFamily = {
  'CK-1': every('A stored object belongs to its distribution and path.'),
  'CK-2': every('The domain name and every alias of a distribution share its stored objects.'),
  'CK-3': every('Two distributions never share a stored object, even of the same origin.'),
  'CK-4': from10('HTTP and HTTPS viewers share a stored object.'),
  'CK-5': every('GET and HEAD share a stored object.'),
  'CK-6': every('The query string tells objects apart only where it is forwarded: nowhere before era 12.'),
  'CK-7': every('Cookies tell objects apart only where they are forwarded: nowhere before API 2012-07-01.'),
  'CK-8': every('Request headers never tell objects apart, Accept-Encoding and Cookie aside.'),
  'CK-9': only12('Viewers that take gzip and viewers that do not have separate objects.'),
  'CK-10': every('Which origin, behavior or TTL applied is not part of the key.'),
  'CK-11': only12('Query strings are compared letter by letter; another order makes another object.'),
  'CK-12': only12('Only & separates parameters; a semicolon is part of a value.'),
  'CK-13': only12('A bare ? at the end changes nothing.'),
  'CK-14': later('A list may choose which query parameters count.'),
  'CK-15': from10(
    'On a signed behavior the signing parameters leave the query before key and origin see it.',
  ),
  'CK-16': every(
    'A query that is not forwarded is not part of the key either; from 2010 the log still shows it.',
  ),
  'CK-17': only12('The origin gets no cookies, the listed ones or all, as Forward says.'),
  'CK-18': only12('The cookies that are forwarded, names and values, are the ones in the key.'),
  'CK-19': only12(
    'Set-Cookie is removed when no cookies are forwarded, else kept and replayed on every hit.',
  ),
  'CK-20': only12('no-cache="Set-Cookie" from the origin keeps the object but not its Set-Cookie.'),
  'CK-21': only12('Cookie names and values tell upper from lower case.'),
  'CK-22': only12('Cookies are sorted by name, so their order makes no difference.'),
  'CK-23': only12('Only name=value pairs are forwarded; $Path and its kind are dropped.'),
  'CK-24': only12('A cookie name that comes twice keeps both values, in the order received.'),
  'CK-25': only12('Listed cookie names are literal: * and ? mean themselves.'),
  'CK-26': only12('Where cookies are forwarded the edge answers no conditional request with 304.'),
  'CK-27': later('Signed cookies are never part of the key.'),
  'CK-28': only12('Forwarded cookies split the cache for S3 origins too, although S3 ignores them.'),
  'CK-29': only12('A listed cookie that is missing and one that is empty make two objects.'),
  'CK-30': later('Header names in the key ignore case, header values do not.'),
  'CK-31': later('Forwarding all headers means keeping nothing.'),
  'CK-32': later('Some headers can never be part of the key.'),
};
