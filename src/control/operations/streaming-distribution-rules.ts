/** Streaming distributions as resources of the control API. */
import type { StreamingDistributionAnswer } from '../../distribution/api-answers.ts';
import { mergeOlderStreamingUpdate } from '../../distribution/older-update.ts';
import type { StreamingDistributionConfig } from '../../distribution/streaming-config.ts';
import { activeTrustedSigners } from '../active-trusted-signers.ts';
import type { ControlContext } from '../control-context.ts';
import type { Resource } from '../resource.ts';
import { checkDisabled, deployedFields } from './distribution-state.ts';
import { readBody } from './read-body.ts';
import { checkBucket, checkIdentity, checkSigners } from './references.ts';
import type { ResourceRules } from './resource-rules.ts';

export const STREAMING_DISTRIBUTIONS: ResourceRules<'streaming-distribution'> = {
  kind: 'streaming-distribution',
  path: 'streaming-distribution',
  noun: 'streaming distribution',
  domainLetter: 's',
  codes: {
    missing: 'NoSuchStreamingDistribution',
    exists: 'StreamingDistributionAlreadyExists',
    tooMany: 'TooManyStreamingDistributions',
  },
  limitIn: ({ streamingDistributions }) => streamingDistributions,
  readBody: (request) => readBody('StreamingDistributionConfig', request),
  merge: mergeOlderStreamingUpdate,
  illegalUpdate: changedBucket,
  checkReferences,
  checkDeletable: (resource) => checkDisabled(resource, 'StreamingDistributionNotDisabled'),
  deploy: ({ deployment }) => deployment.deployStreaming(),
  withdraw: () => undefined,
  answer: (resource, context) => ({ name: 'StreamingDistribution', value: answerOf(resource, context) }),
  configAnswer: (value) => ({ name: 'StreamingDistributionConfig', value }),
  listAnswer: (page, context) => ({
    name: 'StreamingDistributionList',
    value: { ...page, Items: page.Items.map((resource) => answerOf(resource, context)) },
  }),
};

/** CA-286. */
function changedBucket(
  stored: StreamingDistributionConfig,
  update: StreamingDistributionConfig,
): string | null {
  const before = stored.S3Origin.DomainName;
  const after = update.S3Origin.DomainName;
  if (before.toLowerCase() === after.toLowerCase()) return null;
  return `The S3 origin cannot be changed from ${before} to ${after}.`;
}

function checkReferences(
  { S3Origin, TrustedSigners }: StreamingDistributionConfig,
  account: string,
  context: ControlContext,
): void {
  checkBucket(S3Origin.DomainName, context);
  checkIdentity(S3Origin.OriginAccessIdentity, account, context);
  checkSigners(TrustedSigners.AwsAccountNumbers, context);
}

/** As it stands now (CA-153). */
function answerOf(
  resource: Resource<'streaming-distribution'>,
  { settings }: ControlContext,
): StreamingDistributionAnswer {
  const { account, config } = resource;
  return {
    ...deployedFields(resource),
    ActiveTrustedSigners: activeTrustedSigners([config.TrustedSigners], account, settings.signers),
    StreamingDistributionConfig: config,
  };
}
