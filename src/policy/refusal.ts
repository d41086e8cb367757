/**
 * Answers that the edge makes itself instead of content: viewers turned away, signatures that fail, origins
 * that do not deliver. All are constants, so refusing allocates only the page. Errors that an origin sent
 * are no refusals: they travel with the origin's own body (ER-34).
 */
import type { OriginFaultKind } from './origin-fault.ts';
import type { ResultType } from './result-type.ts';

export { refusalBody, refusalHeaders } from './refusal-page.ts';

export interface Refusal {
  readonly status: number;
  /** The reason phrase of the status line. */
  readonly reason: string;
  /** HTML as ER-22 shows it, or the one-line XML of signature failures (SU-29). */
  readonly form: 'html' | 'xml';
  /** The XML form's Code; empty in the HTML form. */
  readonly code: string;
  readonly message: string;
  readonly resultType: ResultType;
  /** The rule behind it, for diagnostics and explain. */
  readonly statement: string;
  /** The connection ends with this answer: what follows on it is unread or not to be trusted. */
  readonly closesConnection: boolean;
  readonly isLogged: boolean;
}

/** Refusals that no origin and no signature caused. */
export const REFUSALS = {
  /** No distribution has the Host, or the one that has it does not serve here (VR-7, VR-8, D-15). */
  unknownHost: page(403, 'Bad request.', 'VR-7'),
  /** A method CloudFront knows, other than GET and HEAD (VR-12, VR-14). */
  methodNotAllowed: page(
    403,
    'The distribution does not allow the HTTP method of this request. It supports only cachable requests.',
    'VR-14',
  ),
  /** Any other method token (VR-15, D-9). */
  unknownMethod: page(400, 'Bad request.', 'VR-15'),
  /** A request that cannot be read; where it ends is unsure. */
  badRequest: page(400, 'Bad request.', 'ER-22', { closesConnection: true }),
  /** A body nobody will read follows (VR-16). */
  bodyOnGet: page(403, 'Bad request.', 'VR-16', { closesConnection: true }),
  /** Head or target over its limit; never logged (VR-18, VR-19, VR-20). */
  tooLarge: page(413, 'Request header fields too large.', 'VR-18', {
    closesConnection: true,
    isLogged: false,
  }),
  /** HTTP where the behavior wants HTTPS (VR-21, ER-24). */
  httpsOnly: page(403, 'Bad request.', 'VR-21'),
  /** The head took too long to arrive. */
  requestTimeout: page(408, 'The request took too long to arrive.', 'ER-22', { closesConnection: true }),
  /** The viewer's If-Match or If-Unmodified-Since names another version (RFC 9110 §13.1). */
  preconditionFailed: page(412, 'The object is not the version that was asked for.', 'TTL-34'),
  /** The part asked for lies beyond the end of a whole stored object (RG-11). */
  rangeNotSatisfiable: page(416, 'The object has no bytes in the range that was asked for.', 'RG-11'),
  /** Connections, fills or bytes in flight are at their limit (D-12). */
  capacityExceeded: page(503, 'Capacity exceeded.', 'D-12', { resultType: 'CapacityExceeded' }),
  /** Over the configured rate (LQ-20, D-12). */
  limitExceeded: page(503, 'Limit exceeded.', 'LQ-20', { resultType: 'LimitExceeded' }),
  /** Our own mistake. */
  internalError: page(500, 'The edge location could not answer this request.', 'ER-22', {
    closesConnection: true,
  }),
  /** The request names an edge location that does not exist (D-15). */
  unknownPop: page(400, 'There is no such edge location.', 'D-15'),
  /** The request passed here before, or through too many proxies (D-12). */
  loop: page(403, 'The request came back to an edge location it had passed.', 'D-12'),
} as const satisfies Readonly<Record<string, Refusal>>;

/** Codes of a failed signature check (SU-30…SU-36). */
export type SignatureFault =
  | 'MissingKey' // no Key-Pair-Id
  | 'InvalidKey' // not a key of a signer of this behavior
  | 'MalformedSignature' // not the URL-safe base64
  | 'MalformedPolicy' // a policy, or Expires, that cannot be read
  | 'AccessDenied'; // wrong signature, time, address or resource

/** The 403 of a signature that does not open the behavior. */
export function signatureRefusal(code: SignatureFault): Refusal {
  return SIGNATURE_REFUSALS[code];
}

/**
 * What a viewer gets when the origin does not deliver and no stale copy stands in (OR-42, OR-43). It is kept
 * like a 5xx of the origin (ER-12), unless its result type is CapacityExceeded: then the edge was at fault.
 */
export function originRefusal(kind: OriginFaultKind): Refusal {
  return ORIGIN_REFUSALS[kind];
}

const NOT_RESOLVED = "CloudFront wasn't able to resolve the origin domain name.";
const NOT_CONNECTED = "CloudFront wasn't able to connect to the origin.";
const CUT_OFF =
  'CloudFront turned to the origin, but the attempt failed or the origin closed the connection.';

const ORIGIN_REFUSALS: Readonly<Record<OriginFaultKind, Refusal>> = {
  dns: page(502, NOT_RESOLVED, 'ER-28'),
  refused: page(502, NOT_CONNECTED, 'ER-29'),
  tls: page(502, NOT_CONNECTED, 'ER-29'),
  'connect-timeout': page(504, NOT_CONNECTED, 'ER-29'),
  'response-timeout': page(504, CUT_OFF, 'ER-30'),
  closed: page(502, CUT_OFF, 'ER-30'),
  'invalid-response': page(502, CUT_OFF, 'ER-30'),
  'header-too-big': page(502, CUT_OFF, 'ER-30'),
  busy: page(503, 'Failed to contact the origin.', 'ER-31', { resultType: 'CapacityExceeded' }),
  truncated: page(502, CUT_OFF, 'ER-30'),
  'too-large': page(502, CUT_OFF, 'ER-30'),
};

/** Those that may be kept, each known by its place here. */
export const KEPT_REFUSALS: readonly Refusal[] = [
  ...Object.values(REFUSALS),
  ...Object.values(ORIGIN_REFUSALS),
];

const SIGNATURE_REFUSALS: Readonly<Record<SignatureFault, Refusal>> = {
  MissingKey: denial('MissingKey', 'Missing Key-Pair-Id query parameter', 'SU-31'),
  InvalidKey: denial('InvalidKey', 'Unknown Key', 'SU-32'),
  MalformedSignature: denial('MalformedSignature', 'Could not unencode Signature', 'SU-33'),
  MalformedPolicy: denial('MalformedPolicy', 'Malformed Policy', 'SU-34'),
  AccessDenied: denial('AccessDenied', 'Access denied', 'SU-35'),
};

type Exceptions = Partial<Pick<Refusal, 'resultType' | 'closesConnection' | 'isLogged'>>;

function page(status: number, message: string, statement: string, exceptions: Exceptions = {}): Refusal {
  return {
    status,
    reason: reasonOf(status),
    form: 'html',
    code: '',
    message,
    resultType: exceptions.resultType ?? 'Error',
    statement,
    closesConnection: exceptions.closesConnection ?? false,
    isLogged: exceptions.isLogged ?? true,
  };
}

function denial(code: SignatureFault, message: string, statement: string): Refusal {
  return { ...page(403, message, statement), form: 'xml', code };
}

/** A function, because constants above are built with it. */
function reasonOf(status: number): string {
  switch (status) {
    case 400:
      return 'Bad Request';
    case 403:
      return 'Forbidden';
    case 408:
      return 'Request Timeout';
    case 412:
      return 'Precondition Failed';
    case 413:
      return 'Request Header Fields Too Large';
    case 416:
      return 'Range Not Satisfiable';
    case 502:
      return 'Bad Gateway';
    case 503:
      return 'Service Unavailable';
    case 504:
      return 'Gateway Timeout';
    default:
      return 'Internal Server Error';
  }
}
