/** The configuration file's distributions beside the API's (D-18). */
import { expect, test } from 'vitest';
import type { FileResources } from '../../../src/control/control-settings.ts';
import type { DistributionConfig } from '../../../src/distribution/distribution-config.ts';
import { ACCOUNT, OTHER_ACCOUNT, type PlaneSetting, planeSetting, xml } from '../plane-setting.ts';
import { bucketOrigin, distributionConfig, identityConfig } from '../request-documents.ts';

const ID = 'EDFDVBD6EXAMPLE';
const IDENTITY = 'E2OAI3456789ABC';

function file(config: Partial<DistributionConfig> = {}): FileResources {
  const version = '2013-05-12' as const;
  const domainName = 'd111111abcdef8.cloudfront.net';
  const merged = distributionConfig({ CallerReference: 'file', Aliases: ['www.example.org'], ...config });
  return {
    distributions: [{ id: ID, domainName, account: ACCOUNT, version, config: merged }],
    identities: [{ id: IDENTITY, comment: 'members', account: ACCOUNT }],
  };
}

const listed = (control: PlaneSetting, account = ACCOUNT) =>
  control.document('DistributionList', 'ListDistributions', { account }).Items.map(({ Id }) => Id);

test('they are shown to their account, Deployed, before the API’s own', () => {
  const control = planeSetting({ file: file() });
  const { id } = control.createDistribution();
  expect(listed(control)).toEqual([ID, id]);
  expect(listed(control, OTHER_ACCOUNT)).toEqual([]);
  const shown = control.document('Distribution', 'GetDistribution', { id: ID });
  expect(shown).toMatchObject({ Id: ID, Status: 'Deployed', DomainName: 'd111111abcdef8.cloudfront.net' });
  expect(control.code('GetDistribution', { id: ID, account: OTHER_ACCOUNT })).toBe('NoSuchDistribution');
  const next = control.document('DistributionList', 'ListDistributions', { marker: ID });
  expect(next.Items.map(({ Id }) => Id)).toEqual([id]);
  const first = control.document('DistributionList', 'ListDistributions', { maxItems: '1' });
  expect(first).toMatchObject({ NextMarker: ID, Quantity: 2 });
});

test('CA-178: their ETag stays over restarts and changes with their content', () => {
  const control = planeSetting({ file: file() });
  const { etag } = control.call('GetDistribution', { id: ID });
  expect(etag).toMatch(/^E[A-Z0-9]{13}$/);
  control.restart();
  expect(control.call('GetDistributionConfig', { id: ID }).etag).toBe(etag);
  control.restart({ file: file({ Comment: 'changed' }) });
  expect(control.call('GetDistribution', { id: ID }).etag).not.toBe(etag);
});

test('CA-229: updating and deleting them is denied, whatever the If-Match', () => {
  const control = planeSetting({ file: file() });
  const body = xml('DistributionConfig', distributionConfig());
  expect(control.code('UpdateDistribution', { id: ID, ifMatch: '*', body })).toBe('AccessDenied');
  expect(control.code('DeleteDistribution', { id: ID })).toBe('AccessDenied');
  const call = { id: IDENTITY, body: xml('CloudFrontOriginAccessIdentityConfig', identityConfig()) };
  expect(control.code('UpdateCloudFrontOriginAccessIdentity', call)).toBe('AccessDenied');
  expect(control.code('DeleteCloudFrontOriginAccessIdentity', { id: IDENTITY })).toBe('AccessDenied');
  const theirs = { id: ID, account: OTHER_ACCOUNT };
  expect(control.code('DeleteDistribution', theirs), 'after "exists"').toBe('NoSuchDistribution');
});

test('their objects can be invalidated', () => {
  const control = planeSetting({ file: file() });
  control.invalidate(ID);
  expect(control.document('Distribution', 'GetDistribution', { id: ID }).InProgressInvalidationBatches).toBe(
    1,
  );
  control.deployed();
  expect(control.document('InvalidationList', 'ListInvalidations', { id: ID }).Items[0]?.Status).toBe(
    'Completed',
  );
});

test('CA-207: their names cannot be taken through the API', () => {
  const control = planeSetting({ file: file() });
  const code = (name: string) =>
    control.code('CreateDistribution', {
      body: xml('DistributionConfig', distributionConfig({ CallerReference: name, Aliases: [name] })),
    });
  expect(code('WWW.example.org')).toBe('CNAMEAlreadyExists');
  expect(code('d111111abcdef8.cloudfront.net')).toBe('CNAMEAlreadyExists');
  expect(code('free.example.org')).toBeNull();
});

test('a file cannot take names or ids of the API’s: the start is refused, naming both', () => {
  const control = planeSetting();
  const { id } = control.createDistribution({ Aliases: ['www.example.org'] });
  const sentence = `www.example.org is a name of both ${ID} and the control API's ${id}`;
  expect(control.plane.clashes(file())).toEqual([sentence]);
  expect(control.plane.clashes(file({ Aliases: [] }))).toEqual([]);
  const taken = file({ Aliases: [] }).distributions.map((one) => ({ ...one, id }));
  expect(control.plane.clashes({ distributions: taken, identities: [] })).toHaveLength(1);
  expect(() => control.restart({ file: file() })).toThrow(sentence);
  control.restart({ file: file({ Aliases: [] }) });
  expect(listed(control)).toEqual([ID, id]);
});

test('CA-142 CA-190: their identities may be named by every account and are in use where the file names them', () => {
  const control = planeSetting({ file: file() });
  const named = control.createDistribution({ origin: bucketOrigin(IDENTITY) }, { account: OTHER_ACCOUNT });
  expect(named.id).toMatch(/^E/);
  const own = control.createIdentity();
  const origin = bucketOrigin(own.id, 'films');
  control.reload({ file: file({ ...distributionConfig({ origin }), CallerReference: 'file' }) });
  const remove = { id: own.id, ifMatch: own.etag };
  expect(control.code('DeleteCloudFrontOriginAccessIdentity', remove)).toBe(
    'CloudFrontOriginAccessIdentityInUse',
  );
});

test('CA-184: a new file is InProgress where it changed, until every edge location has it', () => {
  const control = planeSetting({ file: file() });
  const before = control.document('Distribution', 'GetDistribution', { id: ID });
  control.clock.tick(5_000);
  control.reload({ file: file() });
  expect(control.document('Distribution', 'GetDistribution', { id: ID })).toEqual(before);
  control.reload({ file: file({ Comment: 'changed' }) });
  const changed = control.document('Distribution', 'GetDistribution', { id: ID });
  expect(changed).toMatchObject({ Status: 'InProgress', LastModifiedTime: '2013-06-01T00:00:05Z' });
  expect(control.fleet.holding(({ config }) => config.Comment === 'changed')).toBe(0);
  control.deployed();
  expect(control.document('Distribution', 'GetDistribution', { id: ID }).Status).toBe('Deployed');
  expect(control.fleet.holding(({ config }) => config.Comment === 'changed')).toBe(3);
});

test('CA-184: a file read while an earlier one is on its way is Deployed in its own time', () => {
  const control = planeSetting({ file: file() });
  const status = () => control.document('Distribution', 'GetDistribution', { id: ID }).Status;
  control.reload({ file: file({ Comment: 'second' }) });
  control.clock.advance(3);
  control.reload({ file: file({ Comment: 'third' }) });
  control.clock.advance(3);
  expect(status()).toBe('InProgress');
  control.clock.advance(3);
  expect(status()).toBe('Deployed');
});
