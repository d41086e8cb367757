/** Origin access identities as resources of the control API. */
import type { IdentityAnswer } from '../../distribution/api-answers.ts';
import { ApiError } from '../api-error.ts';
import type { ControlContext } from '../control-context.ts';
import { canonicalUserId } from '../identifiers.ts';
import type { Resource } from '../resource.ts';
import { readBody } from './read-body.ts';
import type { ResourceRules } from './resource-rules.ts';

export const IDENTITIES: ResourceRules<'origin-access-identity'> = {
  kind: 'origin-access-identity',
  path: 'origin-access-identity/cloudfront',
  noun: 'origin access identity',
  domainLetter: null,
  codes: {
    missing: 'NoSuchCloudFrontOriginAccessIdentity',
    exists: 'CloudFrontOriginAccessIdentityAlreadyExists',
    tooMany: 'TooManyCloudFrontOriginAccessIdentities',
  },
  limitIn: ({ identities }) => identities,
  readBody: (request) => readBody('CloudFrontOriginAccessIdentityConfig', request),
  merge: (_stored, update) => update,
  illegalUpdate: () => null,
  checkReferences: () => undefined,
  checkDeletable: checkUnused,
  deploy: () => undefined,
  withdraw: () => undefined,
  answer: (resource) => ({ name: 'CloudFrontOriginAccessIdentity', value: answerOf(resource) }),
  configAnswer: (value) => ({ name: 'CloudFrontOriginAccessIdentityConfig', value }),
  listAnswer: (page) => ({
    name: 'CloudFrontOriginAccessIdentityList',
    value: { ...page, Items: page.Items.map(answerOf) },
  }),
};

/** Throws while a distribution of either kind names it (CA-190). */
function checkUnused({ id }: Resource<'origin-access-identity'>, { registry }: ControlContext): void {
  const user = registry.userOfIdentity(id);
  if (user === null) return;
  throw new ApiError('CloudFrontOriginAccessIdentityInUse', `Distribution ${user} names the identity ${id}.`);
}

function answerOf({ id, config }: Resource<'origin-access-identity'>): IdentityAnswer {
  return { Id: id, S3CanonicalUserId: canonicalUserId(id), CloudFrontOriginAccessIdentityConfig: config };
}
