/** The request that explain is asked about, as the edge would receive it. */
import { isIP } from 'node:net';
import { findHeader, type HeaderList, isFieldValue, isToken } from '../../http/header-list.ts';
import { plainAddress } from '../../http/ip-address.ts';
import { HeaderSection } from '../../policy/header-section.ts';
import { dictionary, optional, record } from '../../schema/description.ts';
import { scalar, text } from '../../schema/scalar.ts';
import { AdminRefusal } from '../answer.ts';
import { understand } from '../request-body.ts';

export interface Question {
  /** As asked, without its fragment, which no browser sends. */
  readonly url: string;
  readonly method: string;
  readonly isSecure: boolean;
  /** The Host header: the one given, else that of the URL. */
  readonly host: string;
  /** Path and query, byte for byte. */
  readonly target: string;
  /** Host included. */
  readonly headers: HeaderList;
  readonly section: HeaderSection;
  readonly clientAddress: string;
}

export const QUESTION_FORM =
  '{"url": "http://host/path", "method": "GET", "headers": {"Name": "value"}, "clientAddress": "192.0.2.1"}; only url is needed';

/** Throws a 400 with every problem; what an edge location itself would refuse is not one. */
export function readQuestion(body: unknown): Question {
  const asked = understand(AskedRequest, body, QUESTION_FORM);
  const { url, method, clientAddress } = asked;
  const given = headerList(asked.headers);
  const place = url.slice(url.indexOf('://') + 3);
  const end = endOfAuthority(place);
  const authority = place.slice(0, end);
  const sent = findHeader(given, 'host');
  const headers = sent === undefined ? ['Host', authority, ...given] : given;
  return {
    url,
    method,
    isSecure: url.slice(0, 5).toLowerCase() === 'https',
    host: sent ?? authority,
    target: targetOf(place.slice(end)),
    headers,
    section: new HeaderSection(headers),
    clientAddress,
  };
}

const AbsoluteUrl = scalar<string>({
  schema: { type: 'string' },
  parse(raw) {
    const [url = ''] = raw.split('#', 1);
    return /^https?:\/\/[^/?]/i.test(url) ? { value: url } : { because: 'must be a whole http or https URL' };
  },
});

const HeaderValue = scalar<string>({
  schema: { type: 'string' },
  parse: (value) => (isFieldValue(value) ? { value } : { because: 'holds what no header can' }),
});

const Address = scalar<string>({
  schema: { type: 'string' },
  parse: (raw) => (isIP(raw) === 0 ? { because: 'must be an IP address' } : { value: plainAddress(raw) }),
});

const AskedRequest = record({
  url: AbsoluteUrl,
  method: optional(text({ min: 1, max: 32 }), 'GET'),
  headers: optional(dictionary(HeaderValue), new Map<string, string>()),
  clientAddress: optional(Address, '127.0.0.1'),
});

function headerList(headers: ReadonlyMap<string, string>): HeaderList {
  const bad = [...headers.keys()].find((name) => !isToken(name));
  if (bad === undefined) return [...headers].flat();
  throw new AdminRefusal(400, `headers.${bad} is not the name of a header`, QUESTION_FORM);
}

function endOfAuthority(place: string): number {
  const end = place.search(/[/?]/);
  return end < 0 ? place.length : end;
}

function targetOf(pathAndQuery: string): string {
  return pathAndQuery.startsWith('/') ? pathAndQuery : `/${pathAndQuery}`;
}
