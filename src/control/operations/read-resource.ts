/** Looking at resources: one, its configuration, or a page of an account's (CA-38…CA-40). */
import { ApiError } from '../api-error.ts';
import type { ApiRequest, ApiResult } from '../api-request.ts';
import type { ControlContext } from '../control-context.ts';
import type { Resource, ResourceKind } from '../resource.ts';
import { pageOf } from './pagination.ts';
import type { ResourceRules } from './resource-rules.ts';

/** The resource that the path names; throws where the caller's account has none such (CA-292, 4). */
export function existing<K extends ResourceKind>(
  { kind, noun, codes }: ResourceRules<K>,
  { registry }: ControlContext,
  { ids, caller }: ApiRequest,
): Resource<K> {
  const id = ids.id ?? '';
  const found = registry.find({ kind, account: caller.account }, id);
  if (found === null) throw new ApiError(codes.missing, `There is no ${noun} ${id}.`);
  return found;
}

export function getResource<K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  request: ApiRequest,
): ApiResult {
  const resource = existing(rules, context, request);
  return { status: 200, etag: resource.etag, location: null, document: rules.answer(resource, context) };
}

/** The same ETag as the resource's (CA-178). */
export function getConfig<K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  request: ApiRequest,
): ApiResult {
  const { etag, config } = existing(rules, context, request);
  return { status: 200, etag, location: null, document: rules.configAnswer(config) };
}

export function listResources<K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  { caller, query }: ApiRequest,
): ApiResult {
  const { registry, settings } = context;
  const collection = { kind: rules.kind, account: caller.account };
  const list = {
    positionOf: (id: string) => registry.positionOf(collection, id),
    page: (beyond: number | null, count: number) => registry.page(collection, beyond ?? -Infinity, count),
    count: () => registry.count(collection),
  };
  const page = pageOf(list, query, settings.limits.pageSize);
  return { status: 200, etag: null, location: null, document: rules.listAnswer(page, context) };
}
