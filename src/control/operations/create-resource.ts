/** Creating, or answering a creation that was asked for before (CA-169…CA-177). */
import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../api-error.ts';
import type { ApiRequest, ApiResult } from '../api-request.ts';
import type { ControlContext } from '../control-context.ts';
import { aliasesOf, type KindConfigs, type Resource, type ResourceKind } from '../resource.ts';
import { checkAllowance } from './allowance.ts';
import { raise } from './read-body.ts';
import { checkNames } from './references.ts';
import type { ResourceRules } from './resource-rules.ts';

/** Throws the first of what is wrong in the order of CA-292, steps 6 to 15. */
export function createResource<K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  request: ApiRequest,
): ApiResult {
  const { account } = request.caller;
  const { value, objection } = rules.readBody(request);
  const earlier = context.store.findByReference({ kind: rules.kind, account }, value.CallerReference);
  if (earlier !== null) return replay(rules, context, { earlier, value });
  raise(objection);
  rules.checkReferences(value, account, context);
  checkAllowance(rules, account, context);
  checkNames(aliasesOf(value), null, context);
  const created = context.store.add(newResource(rules, context, { request, config: value }));
  rules.deploy(context);
  return created201(rules, context, created);
}

interface Replay<K extends ResourceKind> {
  readonly earlier: Resource<K>;
  readonly value: KindConfigs[K];
}

/** The same content as the first time: as it is now (CA-171); other content: refused (CA-173). */
function replay<K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  { earlier, value }: Replay<K>,
): ApiResult {
  if (isDeepStrictEqual(asStored(value), earlier.original)) return created201(rules, context, earlier);
  const reference = value.CallerReference;
  const message = `The caller reference ${reference} belongs to the ${rules.noun} ${earlier.id}, which was asked for with other content.`;
  throw new ApiError(rules.codes.exists, message);
}

/** As a value comes back from the store. */
function asStored<T>(value: T): unknown {
  return JSON.parse(JSON.stringify(value));
}

function newResource<K extends ResourceKind>(
  { kind, domainLetter }: ResourceRules<K>,
  { identifiers, registry, clock }: ControlContext,
  { request, config }: { readonly request: ApiRequest; readonly config: KindConfigs[K] },
) {
  return {
    kind,
    id: unused(
      () => identifiers.resourceId(),
      (id) => registry.isKnownId(id),
    ),
    account: request.caller.account,
    domainName: domainLetter && unusedName(domainLetter, { identifiers, registry }),
    etag: identifiers.etag(),
    version: request.version,
    config,
    modifiedAt: clock.realNow(),
  };
}

function unusedName(
  letter: 'd' | 's',
  { identifiers, registry }: Pick<ControlContext, 'identifiers' | 'registry'>,
): string {
  return unused(
    () => identifiers.domainName(letter),
    (name) => registry.ownerOfName(name) !== null,
  );
}

/** The first that is not taken (CA-77). */
export function unused(make: () => string, isTaken: (made: string) => boolean): string {
  for (;;) {
    const made = make();
    if (!isTaken(made)) return made;
  }
}

function created201<K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  resource: Resource<K>,
): ApiResult {
  const { etag, id } = resource;
  const document = rules.answer(resource, context);
  return { status: 201, etag, location: `${rules.path}/${id}`, document };
}
