/** Updating and deleting: only what is current, and only the API's own (CA-178…CA-191, D-18). */
import { eraOf } from '../../distribution/api-version.ts';
import { ApiError } from '../api-error.ts';
import type { ApiRequest, ApiResult } from '../api-request.ts';
import type { ControlContext } from '../control-context.ts';
import { aliasesOf, type KindConfigs, type Resource, type ResourceKind } from '../resource.ts';
import { checkIfMatch } from './if-match.ts';
import { raise } from './read-body.ts';
import { existing } from './read-resource.ts';
import { checkNames } from './references.ts';
import type { ResourceRules } from './resource-rules.ts';

/** Replaces the configuration whole (CA-141); throws the first of what is wrong in the order of CA-292. */
export function updateResource<K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  request: ApiRequest,
): ApiResult {
  const stored = changeable(rules, context, request);
  const config = acceptableUpdate(rules, context, { request, stored });
  const updated = context.store.replace(stored, {
    etag: newEtag(stored, context),
    version: request.version,
    config,
    modifiedAt: context.clock.realNow(),
  });
  rules.deploy(context);
  // The oldest guide shows an answer of headers only (CA-59).
  const document = eraOf(request.version) === '08' ? null : rules.answer(updated, context);
  return { status: 200, etag: updated.etag, location: null, document };
}

export function deleteResource<K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  request: ApiRequest,
): ApiResult {
  const resource = changeable(rules, context, request);
  rules.checkDeletable(resource, context);
  context.store.remove(resource);
  rules.withdraw(resource.id, context);
  return { status: 204, etag: null, location: null, document: null };
}

/** Exists, is not the file's, and is the one the caller last saw (CA-292, 4 and 5). */
function changeable<K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  request: ApiRequest,
): Resource<K> {
  const resource = existing(rules, context, request);
  if (resource.isFromFile) {
    const message = `The ${rules.noun} ${resource.id} comes from the configuration file; it is changed there.`;
    throw new ApiError('AccessDenied', message);
  }
  checkIfMatch(request.ifMatch, resource.etag);
  return resource;
}

interface Update<K extends ResourceKind> {
  readonly request: ApiRequest;
  readonly stored: Resource<K>;
}

function acceptableUpdate<K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  { request, stored }: Update<K>,
): KindConfigs[K] {
  const { version } = request;
  const { value, objection } = rules.readBody(request);
  const because = changedReference(stored, value) ?? rules.illegalUpdate(stored.config, value, version);
  if (because !== null) throw new ApiError('IllegalUpdate', because);
  raise(objection);
  const config = rules.merge(stored.config, value, version);
  rules.checkReferences(config, stored.account, context);
  checkNames(aliasesOf(config), stored.id, context);
  return config;
}

/** CA-175. */
function changedReference<K extends ResourceKind>(
  stored: Resource<K>,
  update: KindConfigs[K],
): string | null {
  const { CallerReference: reference } = stored.config;
  if (update.CallerReference === reference) return null;
  return `CallerReference cannot be changed from ${reference} to ${update.CallerReference}.`;
}

/** Unlike the current one, even for the same content (CA-179). */
function newEtag({ etag }: Resource, { identifiers }: ControlContext): string {
  for (;;) {
    const made = identifiers.etag();
    if (made !== etag) return made;
  }
}
