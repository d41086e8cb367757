/** What distributions, streaming distributions and identities do not have in common; the operations are the same. */
import type { Page } from '../../distribution/api-answers.ts';
import type { AnswerDocument } from '../../distribution/api-documents.ts';
import type { ApiVersion } from '../../distribution/api-version.ts';
import type { ErrorCode } from '../../distribution/error-code.ts';
import type { ApiRequest } from '../api-request.ts';
import type { ControlContext } from '../control-context.ts';
import type { ControlLimits } from '../limits.ts';
import type { KindConfigs, Resource, ResourceKind } from '../resource.ts';
import type { BodyReading } from './read-body.ts';

export interface ResourceRules<K extends ResourceKind> {
  readonly kind: K;
  /** The collection's path after the version. */
  readonly path: string;
  /** For people. */
  readonly noun: string;
  /** Begins assigned domain names; null where none is assigned. */
  readonly domainLetter: 'd' | 's' | null;
  readonly codes: {
    readonly missing: ErrorCode;
    /** Another resource has the caller reference (CA-173). */
    readonly exists: ErrorCode;
    readonly tooMany: ErrorCode;
  };
  /** How many an account may have (CA-202, CA-203, CA-205). */
  limitIn(limits: ControlLimits): number;
  /** Throws ApiError for a body that cannot be understood (CA-292, 6 to 11). */
  readBody(request: ApiRequest): BodyReading<KindConfigs[K]>;
  /** The update with what its version cannot say (CA-296). */
  merge(stored: KindConfigs[K], update: KindConfigs[K], version: ApiVersion): KindConfigs[K];
  /** Why an update may not be, in words; null if it may (CA-286). */
  illegalUpdate(stored: KindConfigs[K], update: KindConfigs[K], version: ApiVersion): string | null;
  /** Throws where the configuration refers to something that is not there (CA-292, 13). */
  checkReferences(config: KindConfigs[K], account: string, context: ControlContext): void;
  /** Throws while something keeps the resource from being deleted (CA-187, CA-190). */
  checkDeletable(resource: Resource<K>, context: ControlContext): void;
  /** Sends a written resource on its way to the edge locations. */
  deploy(context: ControlContext): void;
  /** Takes a deleted one away from them. */
  withdraw(id: string, context: ControlContext): void;
  answer(resource: Resource<K>, context: ControlContext): AnswerDocument;
  configAnswer(config: KindConfigs[K]): AnswerDocument;
  listAnswer(page: Page<Resource<K>>, context: ControlContext): AnswerDocument;
}
