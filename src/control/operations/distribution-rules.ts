/** Download distributions as resources of the control API. */
import type { DistributionAnswer } from '../../distribution/api-answers.ts';
import { type ApiVersion, eraOf } from '../../distribution/api-version.ts';
import { defaultOrigin } from '../../distribution/default-origin.ts';
import type { DistributionConfig } from '../../distribution/distribution-config.ts';
import { lostFeatures, mergeOlderUpdate } from '../../distribution/older-update.ts';
import { activeTrustedSigners } from '../active-trusted-signers.ts';
import type { ControlContext } from '../control-context.ts';
import type { Resource } from '../resource.ts';
import { checkDisabled, deployedFields } from './distribution-state.ts';
import { readBody } from './read-body.ts';
import { checkBucket, checkCertificate, checkIdentity, checkSigners } from './references.ts';
import type { ResourceRules } from './resource-rules.ts';

export const DISTRIBUTIONS: ResourceRules<'distribution'> = {
  kind: 'distribution',
  path: 'distribution',
  noun: 'distribution',
  domainLetter: 'd',
  codes: {
    missing: 'NoSuchDistribution',
    exists: 'DistributionAlreadyExists',
    tooMany: 'TooManyDistributions',
  },
  limitIn: ({ distributions }) => distributions,
  readBody: (request) => readBody('DistributionConfig', request),
  merge: mergeOlderUpdate,
  illegalUpdate: (stored, update, version) => loss(stored, version) ?? changedOrigin(stored, update, version),
  checkReferences,
  checkDeletable: (resource) => checkDisabled(resource, 'DistributionNotDisabled'),
  deploy: ({ deployment }) => deployment.deployDistributions(),
  withdraw: (id, { deployment }) => deployment.withdraw(id),
  answer: (resource, context) => ({ name: 'Distribution', value: answerOf(resource, context) }),
  configAnswer: (value) => ({ name: 'DistributionConfig', value }),
  listAnswer: (page, context) => ({
    name: 'DistributionList',
    value: { ...page, Items: page.Items.map((resource) => answerOf(resource, context)) },
  }),
};

/** An older version must not undo what it cannot see (CA-295). */
function loss(stored: DistributionConfig, version: ApiVersion): string | null {
  const lost = lostFeatures(stored, version);
  return lost === null
    ? null
    : `API version ${version} cannot update this distribution: it would lose ${lost}.`;
}

/** Before cache behaviors a distribution kept its origin for life (CA-121, CA-286). */
function changedOrigin(
  stored: DistributionConfig,
  update: DistributionConfig,
  version: ApiVersion,
): string | null {
  if (eraOf(version) === '12') return null;
  const before = defaultOrigin(stored);
  const after = defaultOrigin(update);
  const isSameKind = (before.CustomOriginConfig === null) === (after.CustomOriginConfig === null);
  const isSameHost = before.DomainName.toLowerCase() === after.DomainName.toLowerCase();
  if (isSameHost && isSameKind) return null;
  return `The origin cannot be changed from ${before.DomainName} to ${after.DomainName}.`;
}

function checkReferences(config: DistributionConfig, account: string, context: ControlContext): void {
  for (const { DomainName, S3OriginConfig } of config.Origins) {
    if (S3OriginConfig === null) continue;
    checkBucket(DomainName, context);
    checkIdentity(S3OriginConfig.OriginAccessIdentity, account, context);
  }
  for (const { AwsAccountNumbers } of signerLists(config)) checkSigners(AwsAccountNumbers, context);
  checkCertificate(config.ViewerCertificate, context);
}

function signerLists({ DefaultCacheBehavior, CacheBehaviors }: DistributionConfig) {
  return [DefaultCacheBehavior, ...CacheBehaviors].map(({ TrustedSigners }) => TrustedSigners);
}

/** As it stands now (CA-146). */
function answerOf(resource: Resource<'distribution'>, context: ControlContext): DistributionAnswer {
  const { id, account, config } = resource;
  return {
    ...deployedFields(resource),
    InProgressInvalidationBatches: context.invalidations.countInProgress(id),
    ActiveTrustedSigners: activeTrustedSigners(signerLists(config), account, context.settings.signers),
    DistributionConfig: config,
  };
}
