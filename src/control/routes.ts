/** The 21 actions by method and path (CA-37…CA-57), and since which version each exists (CA-60). */
import type { ApiVersion } from '../distribution/api-version.ts';
import type { ActionName } from './api-request.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** What follows the version, in segments; `ID` and `IID` stand for a resource's and an invalidation's id. */
  readonly path: readonly string[];
  readonly since: ApiVersion;
  readonly action: ActionName;
}

export const ROUTES: readonly Route[] = [
  ...since('2008-06-30', [
    ['POST', 'distribution', 'CreateDistribution'],
    ['GET', 'distribution', 'ListDistributions'],
    ['GET', 'distribution/ID', 'GetDistribution'],
    ['GET', 'distribution/ID/config', 'GetDistributionConfig'],
    ['PUT', 'distribution/ID/config', 'UpdateDistribution'],
    ['DELETE', 'distribution/ID', 'DeleteDistribution'],
  ]),
  ...since('2010-08-01', [
    ['POST', 'streaming-distribution', 'CreateStreamingDistribution'],
    ['GET', 'streaming-distribution', 'ListStreamingDistributions'],
    ['GET', 'streaming-distribution/ID', 'GetStreamingDistribution'],
    ['GET', 'streaming-distribution/ID/config', 'GetStreamingDistributionConfig'],
    ['PUT', 'streaming-distribution/ID/config', 'UpdateStreamingDistribution'],
    ['DELETE', 'streaming-distribution/ID', 'DeleteStreamingDistribution'],
    ['POST', 'origin-access-identity/cloudfront', 'CreateCloudFrontOriginAccessIdentity'],
    ['GET', 'origin-access-identity/cloudfront', 'ListCloudFrontOriginAccessIdentities'],
    ['GET', 'origin-access-identity/cloudfront/ID', 'GetCloudFrontOriginAccessIdentity'],
    ['GET', 'origin-access-identity/cloudfront/ID/config', 'GetCloudFrontOriginAccessIdentityConfig'],
    ['PUT', 'origin-access-identity/cloudfront/ID/config', 'UpdateCloudFrontOriginAccessIdentity'],
    ['DELETE', 'origin-access-identity/cloudfront/ID', 'DeleteCloudFrontOriginAccessIdentity'],
    ['POST', 'distribution/ID/invalidation', 'CreateInvalidation'],
    ['GET', 'distribution/ID/invalidation', 'ListInvalidations'],
    ['GET', 'distribution/ID/invalidation/IID', 'GetInvalidation'],
  ]),
];

type Row = readonly [method: Route['method'], path: string, action: ActionName];

function since(version: ApiVersion, rows: readonly Row[]): Route[] {
  return rows.map(([method, path, action]) => ({ method, path: path.split('/'), since: version, action }));
}
