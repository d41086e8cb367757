/** What is wrong with a document. Problems are collected, not thrown: a reader reports every one it can find. */

/** A position in the text as people count it, both from 1; `null` where the source has no positions. */
export interface Place {
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * CloudFront's word for a kind of problem. The first four are general: bytes that are no text, a document of the wrong
 * form, a list that is not as long as it says, a value of the right form that is not allowed.
 */
export type ProblemCode =
  | 'InvalidHTTPRequest'
  | 'MalformedXML'
  | 'InconsistentQuantities'
  | 'InvalidArgument'
  | 'BatchTooLarge'
  | 'InvalidDefaultRootObject'
  | 'InvalidForwardCookies'
  | 'InvalidOrigin'
  | 'InvalidOriginAccessIdentity'
  | 'InvalidRequiredProtocol'
  | 'InvalidViewerCertificate'
  | 'NoSuchOrigin'
  | 'TooManyCacheBehaviors'
  | 'TooManyCookieNamesInWhiteList'
  | 'TooManyDistributionCNAMEs'
  | 'TooManyOrigins'
  | 'TooManyStreamingDistributionCNAMEs'
  | 'TooManyTrustedSigners';

/** One thing wrong, at `path` (as in `Origins[0].DomainName`; empty for the document itself). */
export interface Problem extends Place {
  readonly code: ProblemCode;
  readonly path: string;
  readonly message: string;
}

/** The place of a problem that belongs to no character of the text. */
export const NOWHERE: Place = { line: null, column: null };

/** After this many problems a reader stops adding: nobody reads on, and hostile text must not grow a list. */
export const MAX_PROBLEMS = 500;

/** `path` followed by the name of a member of a record or dictionary. */
export function memberPath(path: string, name: string): string {
  if (path === '') return name;
  return name === '' ? path : `${path}.${name}`;
}

/** `path` followed by a place in a list, counted from 0. */
export function itemPath(path: string, index: number): string {
  return `${path}[${index}]`;
}

/** The path of what holds `path`, or `null` at the document itself. */
export function parentPath(path: string): string | null {
  if (path === '') return null;
  return path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0));
}

/** Sorts problems into the order in which their causes stand in the text. */
export function byPlace(one: Problem, other: Problem): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}
