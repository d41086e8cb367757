/** What both kinds of distribution share: what an answer begins with, and the way to their deletion. */
import type { ErrorCode } from '../../distribution/error-code.ts';
import { isoDate } from '../../http/iso-date.ts';
import { ApiError } from '../api-error.ts';
import type { Resource } from '../resource.ts';

type Distribution = Resource<'distribution' | 'streaming-distribution'>;

/** As it stands now. */
export function deployedFields({ id, isDeployed, modifiedAt, domainName }: Distribution) {
  return {
    Id: id,
    Status: isDeployed ? 'Deployed' : 'InProgress',
    // Whole seconds, though the real service had milliseconds (CA-74, CA-76).
    LastModifiedTime: isoDate(modifiedAt),
    DomainName: domainName ?? '',
  } as const;
}

/** Throws while the distribution may serve viewers somewhere (CA-187). */
export function checkDisabled(resource: Distribution, code: ErrorCode): void {
  if (resource.config.Enabled) {
    throw new ApiError(code, `${resource.id} is enabled; disable it first.`);
  }
  if (!resource.isDeployed) {
    throw new ApiError(code, `${resource.id} is InProgress; wait until it is Deployed.`);
  }
}
