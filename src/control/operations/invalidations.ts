/** Invalidations of a distribution's objects (CA-55…CA-57, CA-188). */
import { isDeepStrictEqual } from 'node:util';
import type { InvalidationAnswer } from '../../distribution/api-answers.ts';
import { isoDate } from '../../http/iso-date.ts';
import { ApiError } from '../api-error.ts';
import type { ApiRequest, ApiResult } from '../api-request.ts';
import type { ControlContext } from '../control-context.ts';
import type { Invalidation } from '../invalidation-store.ts';
import { unused } from './create-resource.ts';
import { DISTRIBUTIONS } from './distribution-rules.ts';
import { pageOf } from './pagination.ts';
import { raise, readBody } from './read-body.ts';
import { existing } from './read-resource.ts';

/** Throws the first of what is wrong in the order of CA-292. */
export function createInvalidation(context: ControlContext, request: ApiRequest): ApiResult {
  const { id: distributionId } = existing(DISTRIBUTIONS, context, request);
  const { value, objection } = readBody('InvalidationBatch', request);
  const earlier = context.invalidations.findByReference(distributionId, value.CallerReference);
  if (earlier !== null) return replay(earlier, value.Paths);
  raise(objection);
  checkProgress(distributionId, context);
  const invalidation = context.invalidations.add({
    id: newId(context),
    distributionId,
    callerReference: value.CallerReference,
    paths: value.Paths,
    createdAt: context.clock.realNow(),
  });
  context.deployment.invalidate(invalidation);
  return created201(invalidation);
}

export function getInvalidation(context: ControlContext, request: ApiRequest): ApiResult {
  const { id: distributionId } = existing(DISTRIBUTIONS, context, request);
  const id = request.ids.invalidationId ?? '';
  const found = context.invalidations.find(distributionId, id);
  if (found === null) {
    throw new ApiError('NoSuchInvalidation', `Distribution ${distributionId} has no invalidation ${id}.`);
  }
  return { status: 200, etag: null, location: null, document: answer(found) };
}

/** Newest first (CA-198). */
export function listInvalidations(context: ControlContext, request: ApiRequest): ApiResult {
  const { id: distributionId } = existing(DISTRIBUTIONS, context, request);
  const { invalidations, settings } = context;
  const list = {
    positionOf: (id: string) => invalidations.find(distributionId, id)?.position ?? null,
    page: (beyond: number | null, count: number) =>
      invalidations.page(distributionId, beyond ?? Number.MAX_SAFE_INTEGER, count),
    count: () => invalidations.count(distributionId),
  };
  const page = pageOf(list, request.query, settings.limits.pageSize);
  const value = { ...page, Items: page.Items.map(answerOf) };
  return { status: 200, etag: null, location: null, document: { name: 'InvalidationList', value } };
}

/** The same paths as the first time: as it is now; others: refused (CA-171…CA-173). */
function replay(earlier: Invalidation, paths: readonly string[]): ApiResult {
  if (isDeepStrictEqual(paths, earlier.paths)) return created201(earlier);
  const { callerReference, id } = earlier;
  throw new ApiError(
    'InvalidationBatchAlreadyExists',
    `The caller reference ${callerReference} belongs to invalidation ${id}, which has other paths.`,
  );
}

/** CA-212, CA-290. */
function checkProgress(distributionId: string, { invalidations, settings }: ControlContext): void {
  const { invalidationsInProgress: limit } = settings.limits;
  if (invalidations.countInProgress(distributionId) < limit) return;
  throw new ApiError(
    'TooManyInvalidationsInProgress',
    `${limit} invalidations of ${distributionId} are in progress, as many as may be.`,
  );
}

function newId({ identifiers, invalidations }: ControlContext): string {
  return unused(
    () => identifiers.invalidationId(),
    (id) => invalidations.isKnownId(id),
  );
}

/** No ETag (CA-35). */
function created201(invalidation: Invalidation): ApiResult {
  const location = `distribution/${invalidation.distributionId}/invalidation/${invalidation.id}`;
  return { status: 201, etag: null, location, document: answer(invalidation) };
}

function answer(invalidation: Invalidation): ApiResult['document'] {
  return { name: 'Invalidation', value: answerOf(invalidation) };
}

function answerOf({ id, isComplete, createdAt, paths, callerReference }: Invalidation): InvalidationAnswer {
  return {
    Id: id,
    Status: isComplete ? 'Completed' : 'InProgress',
    CreateTime: isoDate(createdAt),
    InvalidationBatch: { Paths: paths, CallerReference: callerReference },
  };
}
