/** What both kinds of distribution share: how many there may be, and the way to their deletion. */
import type { DeploymentStatus } from '../../distribution/api-answers.ts';
import type { ErrorCode } from '../../distribution/error-code.ts';
import { ApiError } from '../api-error.ts';
import type { ControlContext } from '../control-context.ts';
import type { Resource, ResourceKind } from '../resource.ts';

type DistributionKind = 'distribution' | 'streaming-distribution';

export function statusOf({ isDeployed }: Resource): DeploymentStatus {
  return isDeployed ? 'Deployed' : 'InProgress';
}

/** Throws while the distribution may serve viewers somewhere (CA-187). */
export function checkDisabled(resource: Resource<DistributionKind>, code: ErrorCode): void {
  if (resource.config.Enabled) {
    throw new ApiError(code, `${resource.id} is enabled; disable it first.`);
  }
  if (!resource.isDeployed) {
    throw new ApiError(code, `${resource.id} is InProgress; wait until it is Deployed.`);
  }
}

/** A number of resources of one kind that an account may have. */
export interface Allowance {
  readonly kind: ResourceKind;
  readonly account: string;
  readonly limit: number;
  readonly code: ErrorCode;
}

/** Throws where one more would be too many (CA-202, CA-203, CA-205). */
export function checkAllowance(
  { kind, account, limit, code }: Allowance,
  { registry }: ControlContext,
): void {
  if (registry.count({ kind, account }) < limit) return;
  throw new ApiError(code, `Account ${account} has ${limit} already, as many as it may.`);
}

/** As {@link checkAllowance}; where the two kinds count together, both against the one number (CA-225). */
export function checkCanHaveMore(allowance: Allowance, context: ControlContext): void {
  checkAllowance(allowance, context);
  const { account, code } = allowance;
  const { countsDistributionsTogether, distributions: limit } = context.settings.limits;
  if (!countsDistributionsTogether) return;
  const kinds = ['distribution', 'streaming-distribution'] as const;
  const counts = kinds.map((kind) => context.registry.count({ kind, account }));
  if (counts[0]! + counts[1]! < limit) return;
  throw new ApiError(code, `Account ${account} has ${limit} of both kinds already, as many as it may.`);
}
