/** From a request's target to what it is about: version segment first, then path and method (CA-3, CA-292). */
import { type ApiVersion, isApiVersion, NEWEST_VERSION } from '../distribution/api-version.ts';
import { parseRequestTarget } from '../http/request-target.ts';
import { ApiError } from './api-error.ts';
import type { ActionName, ApiRequest } from './api-request.ts';
import { ROUTES, type Route } from './routes.ts';

export interface ResourcePath {
  /** Decoded, without the empty ones of doubled and trailing slashes (CA-4). */
  readonly segments: readonly string[];
  readonly query: ApiRequest['query'];
}

/** What a call is about. */
export type Subject =
  | { readonly kind: 'date' } // the server's time (CA-58)
  | { readonly kind: 'schema'; readonly version: ApiVersion } // a version's schema document (CA-8)
  | {
      readonly kind: 'action';
      readonly version: ApiVersion;
      readonly action: ActionName;
      readonly ids: ApiRequest['ids'];
    };

/** Throws `InvalidURI` for a target that is no path. */
export function parseResourcePath(target: string): ResourcePath {
  const parsed = parseRequestTarget(target);
  if (parsed.kind === 'bad') throw new ApiError('InvalidURI', 'The URI is not one of this service.');
  const segments = parsed.path.split('/').filter((segment) => segment !== '');
  return { segments: segments.map(decoded), query: pageParameters(parsed.query ?? '') };
}

/** The version whose namespace an error takes: the path's, or the newest where the path has none (CA-32). */
export function versionOfPath({ segments: [first = ''] }: ResourcePath): ApiVersion {
  return isApiVersion(first) ? first : NEWEST_VERSION;
}

/** Throws `NoSuchVersion`, `InvalidURI` or `InvalidAction` (CA-7, CA-61); HEAD counts as GET. */
export function findSubject(sentMethod: string, { segments }: ResourcePath): Subject {
  const method = sentMethod === 'HEAD' ? 'GET' : sentMethod;
  const [first = '', ...rest] = segments;
  if (first === 'date' && rest.length === 0) return readOnly(method, { kind: 'date' });
  if (first === 'doc') return readOnly(method, schemaOf(rest));
  const version = checkedVersion(first);
  const ofPath = ROUTES.filter((route) => route.since <= version && isAlong(route, rest));
  if (ofPath.length === 0) {
    throw new ApiError('InvalidURI', `Version ${version} has no /${rest.join('/')}.`);
  }
  const route = ofPath.find((one) => one.method === method);
  if (route === undefined) throw notForMethod(method, ofPath);
  return { kind: 'action', version, action: route.action, ids: idsOf(route, rest) };
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const SCHEMA_NAME = 'AmazonCloudFrontCommon.xsd';
const PLACEHOLDERS = ['ID', 'IID'];

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ApiError('InvalidURI', `${segment} is not percent-encoded UTF-8.`);
  }
}

/** A second question mark counts as an ampersand (CA-200); unknown parameters count for nothing. */
function pageParameters(query: string): ApiRequest['query'] {
  const parameters = new URLSearchParams(query.replaceAll('?', '&'));
  return { marker: parameters.get('Marker') ?? '', maxItems: parameters.get('MaxItems') };
}

function readOnly(method: string, subject: Subject): Subject {
  if (method === 'GET') return subject;
  throw new ApiError('InvalidAction', `${method} is not possible here; GET is.`);
}

function schemaOf([version = '', name, ...more]: readonly string[]): Subject {
  const known = checkedVersion(version);
  if (name === SCHEMA_NAME && more.length === 0) return { kind: 'schema', version: known };
  throw new ApiError('InvalidURI', `The schema of ${known} is at /doc/${known}/${SCHEMA_NAME}.`);
}

function checkedVersion(segment: string): ApiVersion {
  if (isApiVersion(segment)) return segment;
  if (DATE.test(segment)) throw new ApiError('NoSuchVersion', `There is no version ${segment}.`);
  throw new ApiError('InvalidURI', 'The URI must begin with the version, as in /2012-05-05/distribution.');
}

function isAlong({ path }: Route, segments: readonly string[]): boolean {
  return path.length === segments.length && path.every((step, at) => isStep(step, segments[at]!));
}

/** Case counts, but for `cloudfront`, which the guides also write `CloudFront` (CA-5). */
function isStep(step: string, segment: string): boolean {
  if (step === 'cloudfront') return segment.toLowerCase() === step;
  return PLACEHOLDERS.includes(step) || segment === step;
}

function idsOf({ path }: Route, segments: readonly string[]): ApiRequest['ids'] {
  const at = (placeholder: string) => segments[path.indexOf(placeholder)] ?? null;
  return { id: at('ID'), invalidationId: at('IID') };
}

function notForMethod(method: string, ofPath: readonly Route[]): ApiError {
  const possible = ofPath.map((route) => route.method).join(', ');
  return new ApiError('InvalidAction', `${method} is not possible here; ${possible} would be.`);
}
