/** The 21 actions, each by its name (CA-37…CA-57). */
import { ApiError } from '../api-error.ts';
import type { ActionName, ApiRequest, ApiResult, Perform } from '../api-request.ts';
import type { ControlContext } from '../control-context.ts';
import { StoreFault } from '../database.ts';
import type { ResourceKind } from '../resource.ts';
import { deleteResource, updateResource } from './change-resource.ts';
import { createResource } from './create-resource.ts';
import { DISTRIBUTIONS } from './distribution-rules.ts';
import { IDENTITIES } from './identity-rules.ts';
import { createInvalidation, getInvalidation, listInvalidations } from './invalidations.ts';
import { getConfig, getResource, listResources } from './read-resource.ts';
import type { ResourceRules } from './resource-rules.ts';
import { STREAMING_DISTRIBUTIONS } from './streaming-distribution-rules.ts';

type Operation = (context: ControlContext, request: ApiRequest) => ApiResult;

type OnResource = <K extends ResourceKind>(
  rules: ResourceRules<K>,
  context: ControlContext,
  request: ApiRequest,
) => ApiResult;

const OPERATIONS: Record<ActionName, Operation> = {
  CreateDistribution: on(DISTRIBUTIONS, createResource),
  ListDistributions: on(DISTRIBUTIONS, listResources),
  GetDistribution: on(DISTRIBUTIONS, getResource),
  GetDistributionConfig: on(DISTRIBUTIONS, getConfig),
  UpdateDistribution: on(DISTRIBUTIONS, updateResource),
  DeleteDistribution: on(DISTRIBUTIONS, deleteResource),
  CreateStreamingDistribution: on(STREAMING_DISTRIBUTIONS, createResource),
  ListStreamingDistributions: on(STREAMING_DISTRIBUTIONS, listResources),
  GetStreamingDistribution: on(STREAMING_DISTRIBUTIONS, getResource),
  GetStreamingDistributionConfig: on(STREAMING_DISTRIBUTIONS, getConfig),
  UpdateStreamingDistribution: on(STREAMING_DISTRIBUTIONS, updateResource),
  DeleteStreamingDistribution: on(STREAMING_DISTRIBUTIONS, deleteResource),
  CreateCloudFrontOriginAccessIdentity: on(IDENTITIES, createResource),
  ListCloudFrontOriginAccessIdentities: on(IDENTITIES, listResources),
  GetCloudFrontOriginAccessIdentity: on(IDENTITIES, getResource),
  GetCloudFrontOriginAccessIdentityConfig: on(IDENTITIES, getConfig),
  UpdateCloudFrontOriginAccessIdentity: on(IDENTITIES, updateResource),
  DeleteCloudFrontOriginAccessIdentity: on(IDENTITIES, deleteResource),
  CreateInvalidation: createInvalidation,
  ListInvalidations: listInvalidations,
  GetInvalidation: getInvalidation,
};

/** What the caller may not do is an ApiError; so is a change that could not be stored, which is reported as well. */
export function createPerform(context: ControlContext, onProblem: (error: unknown) => void): Perform {
  return (request) => {
    try {
      return OPERATIONS[request.action](context, request);
    } catch (error) {
      if (!(error instanceof StoreFault)) throw error;
      onProblem(error);
      throw new ApiError('InternalError', 'The change could not be stored; nothing was changed.');
    }
  };
}

function on<K extends ResourceKind>(rules: ResourceRules<K>, operation: OnResource): Operation {
  return (context, request) => operation(rules, context, request);
}
