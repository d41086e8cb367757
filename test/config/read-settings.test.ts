/** What a configuration file comes to, and what it leaves out. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_CONTROL_LIMITS } from '../../src/control/limits.ts';
import { DEFAULT_EDGE_LIMITS } from '../../src/edge/limits.ts';
import { DEFAULT_ORIGIN_LIMITS } from '../../src/origin/limits.ts';
import { EVERYTHING, ExampleFolder, MINIMAL } from './example.ts';
import { settingsIn } from './read-example.ts';

const folder = new ExampleFolder();
beforeAll(() => folder.fill());
afterAll(() => folder[Symbol.dispose]());
const settingsOf = (text: string) => settingsIn(folder, text);

test('a file that uses every setting is read', () => {
  const settings = settingsOf(EVERYTHING);
  expect(settings.file).toBe(join(folder.path, 'edgefront.yaml'));
  expect(settings.listen).toEqual({
    host: '127.0.0.1',
    http: 8080,
    https: 8443,
    admin: 9090,
    adminHost: '0.0.0.0',
    control: 8081,
    controlTls: 8444,
  });
  expect(settings.edges).toEqual([
    { pop: 'IAD2', region: 'US', cacheBytes: 268_435_456, maxObjectShare: 0.25, http: 8101, https: 8102 },
    { pop: 'HOME1', region: 'EU', cacheBytes: 268_435_456, maxObjectShare: 0.5, http: null, https: null },
  ]);
  expect(settings.network).toEqual({
    simulate: true,
    viewer: expect.objectContaining({ code: 'LHR' }),
    places: [
      ['HOME1', { latitude: 48.2, longitude: 16.4 }],
      ['www.example.com', expect.objectContaining({ code: 'DUB' })],
    ],
  });
  expect(settings.credentials).toEqual([
    {
      ...{ accessKeyId: '0PN5J17HBGZHT7JJ3X82', secretAccessKey: 'control' },
      ...{ account: '111122223333', isSubscribed: true },
    },
    {
      ...{ accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 's', sessionToken: 'token' },
      ...{ account: '444455556666', isSubscribed: false },
    },
  ]);
  expect(settings.control).toEqual({
    uncheckedKeys: true,
    pinSignatures: true,
    refusePlainHttp: true,
    locationBase: 'https://cdn.example.com:8444',
    signerAccounts: ['777788889999'],
    knownBucketsOnly: true,
    expandWildcards: true,
    limits: { ...DEFAULT_CONTROL_LIMITS, distributions: 5, countsDistributionsTogether: true },
  });
  expect(settings.originAccessIdentities).toEqual([
    { id: 'E2OAI3456789ABC', comment: 'members', account: '111122223333' },
    { id: 'E2OTHER', comment: '', account: '444455556666' },
  ]);
  expect(settings.trust).toEqual({
    proxyProtocol: true,
    viewerChoosesEdge: false,
    localNames: false,
    adminHosts: ['ops.example.com'],
    adminToken: 'open',
  });
  expect(settings.deployment).toEqual({ delaySeconds: 60 });
});

test('paths are relative to the file, D-22: logs and usage are kept for days', () => {
  const settings = settingsOf(EVERYTHING);
  expect(settings.logs).toEqual({ directory: join(folder.path, 'logs'), keepDays: 7 });
  expect(settings.usage).toEqual({ keepDays: 14 });
  expect(settings.state).toEqual({ directory: join(folder.path, 'state') });
});

test('origins are known by DomainName in lower case, with secrets from the environment', () => {
  const { origins } = settingsOf(EVERYTHING);
  expect(origins.get('demo-bucket.s3.amazonaws.com')).toMatchObject({
    directory: join(folder.path, 'bucket'),
    hasListing: true,
  });
  expect(origins.get('members.s3.amazonaws.com')).toMatchObject({
    isPrivate: true,
    readers: ['E2OAI3456789ABC'],
    hasListing: false,
  });
  expect(origins.get('media.s3.amazonaws.com')).toMatchObject({
    http: { host: '127.0.0.1', port: 9000 },
    https: { host: '::1', port: 9443 },
    pathStyle: true,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'media', sessionToken: 'token' },
  });
  expect(origins.get('www.example.com')).toMatchObject({
    directory: null,
    http: { host: '127.0.0.1', port: 80 },
    https: null,
  });
  expect(origins.get('www.example.com')?.ca).toContain('BEGIN CERTIFICATE');
});

test('certificates and signers are read', () => {
  const { certificates, signers } = settingsOf(EVERYTHING);
  expect(certificates[0]).toMatchObject({
    iamCertificateId: 'AS1A2M3P4L5E67SIIXR3J',
    file: join(folder.path, 'www.pem'),
  });
  expect(signers.get('self')?.get('APKAEXAMPLE')).toContain('BEGIN PUBLIC KEY');
  expect([...signers.keys()]).toEqual(['self', '777788889999']);
});

test('D-3 D-18: distributions are read from XML and JSON, with ids and names of their own or made', () => {
  const [first, second] = settingsOf(EVERYTHING).distributions;
  expect(first).toMatchObject({
    id: 'EDFDVBD6EXAMPLE',
    domainName: 'd111111abcdef8.cloudfront.net',
    account: '444455556666',
  });
  expect(first).toMatchObject({
    version: '2013-05-12',
    era: '12',
    source: join(folder.path, 'distribution.xml'),
  });
  expect(second).toMatchObject({ version: '2012-07-01', account: '111122223333' });
  expect(second?.id).toMatch(/^E[A-Z0-9]{13}$/);
  expect(second?.domainName).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
});

test('D-18: made ids depend on the entry alone, and stay when its document or its neighbours change', () => {
  const alone = settingsOf(`${MINIMAL}distributions: [{ config: ./distribution.json }]`).distributions[0]!;
  const beside = settingsOf(EVERYTHING).distributions[1]!;
  expect([alone.id, alone.domainName]).toEqual([beside.id, beside.domainName]);
  expect(alone.account).toBe('000000000000');
});

test('what is not written has its default', () => {
  const settings = settingsOf(MINIMAL);
  expect(settings.listen).toEqual({
    host: '127.0.0.1',
    http: 0,
    https: null,
    admin: null,
    adminHost: '127.0.0.1',
    control: null,
    controlTls: null,
  });
  expect(settings.limits).toEqual({ ...DEFAULT_EDGE_LIMITS, ...DEFAULT_ORIGIN_LIMITS });
  expect(settings.control).toEqual({
    uncheckedKeys: false,
    pinSignatures: false,
    refusePlainHttp: false,
    locationBase: 'https://cloudfront.amazonaws.com',
    signerAccounts: null,
    knownBucketsOnly: false,
    expandWildcards: false,
    limits: DEFAULT_CONTROL_LIMITS,
  });
  expect(settings.logs).toBeNull();
  expect(settings.state.directory).toBe(join(folder.path, '.edgefront'));
  expect(settings.trust).toEqual({
    proxyProtocol: false,
    viewerChoosesEdge: true,
    localNames: true,
    adminHosts: [],
    adminToken: null,
  });
});

test.each(Object.keys({ ...DEFAULT_EDGE_LIMITS, ...DEFAULT_ORIGIN_LIMITS }))(
  'limit %s can be set',
  (name) => {
    expect(settingsOf(`${MINIMAL}limits: { ${name}: 77 }`).limits).toHaveProperty(name, 77);
  },
);

test('limits take sizes and durations', () => {
  const { limits } = settingsOf(EVERYTHING);
  expect(limits).toMatchObject({
    requestHeaderBytes: 32_768,
    drainSeconds: 5,
    objectBytes: 1024 ** 3,
    originAttempts: 2,
  });
});

test('the same file as JSON means the same', () => {
  const asJson = JSON.stringify({ listen: { http: 0 }, edges: [{ pop: 'FRA2' }] });
  expect(settingsOf(asJson)).toEqual(settingsOf(MINIMAL));
});
