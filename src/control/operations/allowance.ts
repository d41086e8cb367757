/** How many resources of one kind an account may have (CA-202, CA-203, CA-205). */
import { ApiError } from '../api-error.ts';
import type { ControlContext } from '../control-context.ts';
import type { ResourceKind } from '../resource.ts';
import type { ResourceRules } from './resource-rules.ts';

/** Throws where one more would be too many; where the two kinds of distribution count together, of both (CA-225). */
export function checkAllowance<K extends ResourceKind>(
  { kind, codes, limitIn }: ResourceRules<K>,
  account: string,
  { registry, settings: { limits } }: ControlContext,
): void {
  const count = (one: ResourceKind) => registry.count({ kind: one, account });
  const limit = limitIn(limits);
  if (count(kind) >= limit) throw tooMany(`${limit} already`);
  if (!limits.countsDistributionsTogether || kind === 'origin-access-identity') return;
  if (count('distribution') + count('streaming-distribution') < limits.distributions) return;
  throw tooMany(`${limits.distributions} of both kinds already`);

  function tooMany(has: string): ApiError {
    return new ApiError(codes.tooMany, `Account ${account} has ${has}, as many as it may.`);
  }
}
