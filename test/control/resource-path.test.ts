import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/control/api-error.ts';
import { findSubject, parseResourcePath, versionOfPath } from '../../src/control/resource-path.ts';
import { API_VERSIONS, type ApiVersion } from '../../src/distribution/api-version.ts';
import type { ErrorCode } from '../../src/distribution/error-code.ts';

const find = (method: string, target: string) => findSubject(method, parseResourcePath(target));

/** The code, or the action. */
function outcome(method: string, target: string): ErrorCode | string {
  try {
    const resource = find(method, target);
    return resource.kind === 'action' ? resource.action : resource.kind;
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

const FROM_2010 = API_VERSIONS.slice(1);
const OAI = 'origin-access-identity/cloudfront';

describe('the 21 actions', () => {
  test.each<[string, readonly ApiVersion[], string, string, string]>([
    ['CA-37', API_VERSIONS, 'POST', 'distribution', 'CreateDistribution'],
    ['CA-38', API_VERSIONS, 'GET', 'distribution', 'ListDistributions'],
    ['CA-39', API_VERSIONS, 'GET', 'distribution/E1', 'GetDistribution'],
    ['CA-40', API_VERSIONS, 'GET', 'distribution/E1/config', 'GetDistributionConfig'],
    ['CA-41', API_VERSIONS, 'PUT', 'distribution/E1/config', 'UpdateDistribution'],
    ['CA-42', API_VERSIONS, 'DELETE', 'distribution/E1', 'DeleteDistribution'],
    ['CA-43', FROM_2010, 'POST', 'streaming-distribution', 'CreateStreamingDistribution'],
    ['CA-44', FROM_2010, 'GET', 'streaming-distribution', 'ListStreamingDistributions'],
    ['CA-45', FROM_2010, 'GET', 'streaming-distribution/E1', 'GetStreamingDistribution'],
    ['CA-46', FROM_2010, 'GET', 'streaming-distribution/E1/config', 'GetStreamingDistributionConfig'],
    ['CA-47', FROM_2010, 'PUT', 'streaming-distribution/E1/config', 'UpdateStreamingDistribution'],
    ['CA-48', FROM_2010, 'DELETE', 'streaming-distribution/E1', 'DeleteStreamingDistribution'],
    ['CA-49', FROM_2010, 'POST', OAI, 'CreateCloudFrontOriginAccessIdentity'],
    ['CA-50', FROM_2010, 'GET', OAI, 'ListCloudFrontOriginAccessIdentities'],
    ['CA-51', FROM_2010, 'GET', `${OAI}/E1`, 'GetCloudFrontOriginAccessIdentity'],
    ['CA-52', FROM_2010, 'GET', `${OAI}/E1/config`, 'GetCloudFrontOriginAccessIdentityConfig'],
    ['CA-53', FROM_2010, 'PUT', `${OAI}/E1/config`, 'UpdateCloudFrontOriginAccessIdentity'],
    ['CA-54', FROM_2010, 'DELETE', `${OAI}/E1`, 'DeleteCloudFrontOriginAccessIdentity'],
    ['CA-55', FROM_2010, 'POST', 'distribution/E1/invalidation', 'CreateInvalidation'],
    ['CA-56', FROM_2010, 'GET', 'distribution/E1/invalidation', 'ListInvalidations'],
    ['CA-57', FROM_2010, 'GET', 'distribution/E1/invalidation/I1', 'GetInvalidation'],
  ])('%s CA-60: in %j, %s %s is %s', (_id, versions, method, path, action) => {
    for (const version of API_VERSIONS) {
      const expected = versions.includes(version) ? action : 'InvalidURI';
      expect(outcome(method, `/${version}/${path}`), version).toBe(expected);
    }
  });

  test('CA-64 CA-65: ids are what the path says, decoded', () => {
    const ids = (path: string) => find('GET', `/2012-05-05/${path}`);
    expect(ids('distribution')).toMatchObject({ ids: { id: null, invalidationId: null } });
    expect(ids('distribution/E1/invalidation/I%41')).toMatchObject({
      ids: { id: 'E1', invalidationId: 'IA' },
    });
    expect(ids('distribution/E%2F1')).toMatchObject({ action: 'GetDistribution', ids: { id: 'E/1' } });
    expect(ids(`${OAI}/E1/config`)).toMatchObject({ ids: { id: 'E1', invalidationId: null } });
  });
});

test.each<[string, string, string, string]>([
  ['CA-3', 'GET', '/2012-05-05/distribution', 'ListDistributions'],
  ['CA-4', 'GET', '/2010-11-01//distribution', 'ListDistributions'],
  ['CA-4', 'GET', '//2010-11-01/distribution///E1/config/', 'GetDistributionConfig'],
  ['CA-5', 'GET', '/2012-05-05/origin-access-identity/CloudFront', 'ListCloudFrontOriginAccessIdentities'],
  ['CA-5', 'GET', '/2012-05-05/Origin-Access-Identity/cloudfront', 'InvalidURI'],
  ['CA-5', 'GET', '/2012-05-05/Distribution', 'InvalidURI'],
  ['CA-5', 'GET', '/2012-05-05/distribution/E1/Config', 'InvalidURI'],
  ['CA-7 CA-241', 'GET', '/2020-05-31/distribution', 'NoSuchVersion'],
  ['CA-7 CA-241', 'GET', '/2009-09-09/anything/at/all', 'NoSuchVersion'],
  ['CA-7 CA-237', 'GET', '/latest/distribution', 'InvalidURI'],
  ['CA-7 CA-237', 'GET', '/', 'InvalidURI'],
  ['CA-8', 'GET', '/doc/2008-06-30/AmazonCloudFrontCommon.xsd', 'schema'],
  ['CA-8', 'GET', '/doc/2013-05-12/AmazonCloudFrontCommon.xsd', 'schema'],
  ['CA-8 CA-241', 'GET', '/doc/2020-05-31/AmazonCloudFrontCommon.xsd', 'NoSuchVersion'],
  ['CA-8 CA-237', 'GET', '/doc/2013-05-12/', 'InvalidURI'],
  ['CA-8 CA-237', 'GET', '/doc/2013-05-12/AmazonCloudFrontCommon.xsd/more', 'InvalidURI'],
  ['CA-8 CA-232', 'PUT', '/doc/2013-05-12/AmazonCloudFrontCommon.xsd', 'InvalidAction'],
  ['CA-58', 'GET', '/date', 'date'],
  ['CA-58 CA-61', 'HEAD', '/date', 'date'],
  ['CA-58 CA-232', 'POST', '/date', 'InvalidAction'],
  ['CA-58 CA-237', 'GET', '/date/more', 'InvalidURI'],
  ['CA-58', 'GET', '/2012-05-05/date', 'InvalidURI'],
  ['CA-61 CA-232', 'PUT', '/2012-05-05/distribution', 'InvalidAction'],
  ['CA-61 CA-232', 'DELETE', '/2012-05-05/distribution/E1/config', 'InvalidAction'],
  ['CA-61 CA-232', 'PATCH', '/2012-05-05/distribution/E1/invalidation/I1', 'InvalidAction'],
  ['CA-61', 'HEAD', '/2012-05-05/distribution/E1', 'GetDistribution'],
  ['CA-61 CA-237', 'GET', '/2012-05-05/distributions', 'InvalidURI'],
  ['CA-61 CA-237', 'GET', '/2012-05-05', 'InvalidURI'],
  ['CA-313', 'GET', '/2012-05-05/distribution/E1/invalidation', 'ListInvalidations'],
  ['CA-313', 'GET', '/2012-05-05/distribution/E1/invalidation/I1', 'GetInvalidation'],
  ['CA-237', 'GET', '/2012-05-05/distribution/%ff', 'InvalidURI'],
  ['CA-237', 'GET', '/2012-05-05/distribution/%', 'InvalidURI'],
  ['CA-237', 'OPTIONS', '*', 'InvalidURI'],
  ['CA-237', 'GET', '/2012-05-05/distribution#x', 'InvalidURI'],
  ['CA-3', 'GET', 'http://127.0.0.1:8080/2012-05-05/distribution', 'ListDistributions'],
])('%s: %s %s is %s', (_id, method, target, expected) => {
  expect(outcome(method, target)).toBe(expected);
});

test('CA-292: the version is judged before the path, the path before the method', () => {
  expect(outcome('PATCH', '/2020-05-31/nothing')).toBe('NoSuchVersion');
  expect(outcome('PATCH', '/2012-05-05/nothing')).toBe('InvalidURI');
});

test.each([
  ['CA-193', '', '', null],
  ['CA-193', '?Marker=E1&MaxItems=2', 'E1', '2'],
  ['CA-193', '?MaxItems=2&Marker=E1', 'E1', '2'],
  ['CA-193', '?marker=E1&maxitems=2', '', null],
  ['CA-193', '?MaxItems=', '', ''],
  ['CA-193', '?Marker=E%31&Other=x', 'E1', null],
  ['CA-200 CA-310', '?MaxItems=4?Marker=E1', 'E1', '4'],
])('%s: the page of %j', (_id, query, marker, maxItems) => {
  expect(parseResourcePath(`/2012-05-05/distribution${query}`).query).toEqual({ marker, maxItems });
});

test('CA-32: the namespace of an error is that of the version in the path, or the newest', () => {
  expect(versionOfPath(parseResourcePath('/2010-11-01/nothing'))).toBe('2010-11-01');
  expect(versionOfPath(parseResourcePath('/2020-05-31/distribution'))).toBe('2013-05-12');
  expect(versionOfPath(parseResourcePath('/date'))).toBe('2013-05-12');
});

test('CA-237: any target is a resource or one of the documented errors', () => {
  const segment = fc.constantFrom(
    '2012-05-05',
    'distribution',
    'config',
    '',
    '%2f',
    '%',
    '?',
    '..',
    'doc',
    'date',
  );
  const target = fc.oneof(
    fc.string(),
    fc.array(segment).map((all) => `/${all.join('/')}`),
  );
  fc.assert(
    fc.property(target, (any) => {
      expect(outcome('GET', any)).toEqual(expect.any(String));
    }),
  );
});
