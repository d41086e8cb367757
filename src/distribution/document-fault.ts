/** Of all that is wrong with a request's document, the one thing to answer with (CA-292). */
import { byPlace, type Problem, type ProblemCode } from '../schema/problem.ts';
import type { ErrorCode } from './error-code.ts';

/** What keeps a document from being accepted. */
export interface DocumentFault {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Longer texts are cut in messages. */
const MAX_SHOWN = 300;

/** The step of CA-292 in which references to other things are looked at; limits follow. */
const REFERENCES = 13;

/** The step of CA-292 at which each problem is found. */
const STEPS: Readonly<Record<ProblemCode, number>> = {
  InvalidHTTPRequest: 7,
  MalformedXML: 9,
  InconsistentQuantities: 10,
  InvalidArgument: 11,
  InvalidDefaultRootObject: 11,
  InvalidForwardCookies: 11,
  InvalidOriginAccessIdentity: 11,
  InvalidRequiredProtocol: 11,
  InvalidViewerCertificate: 11,
  InvalidOrigin: REFERENCES,
  NoSuchOrigin: REFERENCES,
  BatchTooLarge: 14,
  TooManyCacheBehaviors: 14,
  TooManyCookieNamesInWhiteList: 14,
  TooManyDistributionCNAMEs: 14,
  TooManyOrigins: 14,
  TooManyStreamingDistributionCNAMEs: 14,
  TooManyTrustedSigners: 14,
};

/** The problem found at the earliest step, the first in the text among its like; `null` when there is none. */
export function firstProblem(problems: readonly Problem[]): Problem | null {
  const [first] = [...problems].sort(
    (one, other) => STEPS[one.code] - STEPS[other.code] || byPlace(one, other),
  );
  return first ?? null;
}

/** Whether the document is understood in spite of the problem, which lies in what it refers to or how much it has. */
export function isObjection({ code }: Problem): boolean {
  return STEPS[code] >= REFERENCES;
}

/** The problem in a sentence about the parameter, with the value given where it is not in there already (CA-285). */
export function faultOf(
  { code, path, message }: Problem,
  documentName: string,
  given: string | null,
): DocumentFault {
  const value = given?.trim() ?? '';
  const isShown = message.startsWith('must') && value !== '' && !message.includes(value);
  const about = shorten(`${path || documentName} ${message}`);
  return { code, message: `${about}${isShown ? `, but is "${shorten(value)}"` : ''}.` };
}

/** Text that a client sent, short enough to be sent back. */
export function shorten(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN).toWellFormed()}…`;
}
