import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import type { Settings } from '../../src/config/settings.ts';
import { DEFAULT_CONTROL_LIMITS } from '../../src/control/limits.ts';
import { DEFAULT_EDGE_LIMITS } from '../../src/edge/limits.ts';
import { DEFAULT_ORIGIN_LIMITS } from '../../src/origin/limits.ts';
import {
  type DistributionChoices,
  distributionXml,
  ENVIRONMENT,
  EVERYTHING,
  ExampleFolder,
  MINIMAL,
} from './example.ts';

const folder = new ExampleFolder();
beforeAll(() => folder.fill());
afterAll(() => folder[Symbol.dispose]());

function settingsOf(text: string): Settings {
  const reading = readSettings(folder.write('edgefront.yaml', text), ENVIRONMENT);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.settings;
}

/** Problems as `file:line:column path: message`, files by their names in the folder. */
function problemsOf(text: string, environment = {}): string[] {
  const reading = readSettings(folder.write('edgefront.yaml', text), { ...ENVIRONMENT, ...environment });
  if (!('problems' in reading)) return [];
  return reading.problems.map(
    ({ file, line, column, path, message }) =>
      `${file.slice(folder.path.length + 1)}:${line}:${column} ${path}: ${message.replaceAll(`${folder.path}/`, '')}`,
  );
}

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

const PROBLEMS: readonly [title: string, text: string, problems: readonly string[]][] = [
  [
    'an unknown key',
    `${MINIMAL}orgins: {}`,
    ['edgefront.yaml:3:1 orgins: is not known here; did you mean origins?'],
  ],
  [
    'an unknown key deep down',
    `${MINIMAL}limits: { fils: 1 }`,
    ['edgefront.yaml:3:11 limits.fils: is not known here; did you mean fills?'],
  ],
  ['a missing part', 'listen: { http: 0 }', ['edgefront.yaml:1:1 edges: is required']],
  [
    'no edge location',
    'listen: { http: 0 }\nedges: []',
    ['edgefront.yaml:2:8 edges: must have at least 1, has 0'],
  ],
  [
    'nothing for viewers to reach',
    'edges: [{ pop: FRA2 }]',
    ['edgefront.yaml:1:1 listen: has neither http nor https, and no edge location has ports of its own'],
  ],
  [
    'a port of the wrong type, once',
    'listen: { http: eighty }\nedges: [{ pop: FRA2 }]',
    ['edgefront.yaml:1:17 listen.http: must be a whole number'],
  ],
  [
    'a port twice',
    'listen: { http: 80, admin: 80 }\nedges: [{ pop: FRA2, https: 80 }]',
    [
      'edgefront.yaml:1:28 listen.admin: 80 is the port of listen.http and listen.admin',
      'edgefront.yaml:2:29 edges[0].https: 80 is the port of listen.http and edges[0].https',
    ],
  ],
  [
    'a POP code twice',
    'listen: { http: 0, https: 0 }\nedges: [{ pop: FRA2 }, { pop: FRA2 }]',
    ['edgefront.yaml:2:31 edges[1].pop: FRA2 is the POP code of edges[0] and edges[1]'],
  ],
  [
    'ED-4: a POP code of no known region',
    'listen: { http: 0 }\nedges: [{ pop: HOME1 }]',
    ['edgefront.yaml:2:16 edges[0].pop: HOME1 begins with no known prefix; give region: too'],
  ],
  [
    'a place that is none, an edge location that stands nowhere',
    'listen: { http: 0 }\nedges: [{ pop: HOME1, region: EU }, { pop: FRA2 }]\nnetwork: { simulate: true, viewer: "91,0" }',
    [
      "edgefront.yaml:2:16 edges[0].pop: HOME1 begins with no city's letters; name it in network.places",
      'edgefront.yaml:3:36 network.viewer: must be a place such as FRA or 50.03,8.57',
    ],
  ],
  [
    "an operator's window open to others",
    'listen: { http: 0, admin: 0, adminHost: 0.0.0.0 }\nedges: [{ pop: FRA2 }]',
    ['edgefront.yaml:1:41 listen.adminHost: 0.0.0.0 is open to others: give trust.adminToken too'],
  ],
  [
    'quantities',
    `${MINIMAL}limits: { pinnedBytes: 1MB, drainSeconds: soon, fills: 0 }`,
    [
      'edgefront.yaml:3:24 limits.pinnedBytes: must be a quantity such as 256MiB',
      'edgefront.yaml:3:43 limits.drainSeconds: must be a quantity such as 30s',
      'edgefront.yaml:3:56 limits.fills: must be at least 1',
    ],
  ],
  [
    'an endpoint without a host',
    `${MINIMAL}origins: { a.example.com: { http: ":80" } }`,
    ['edgefront.yaml:3:35 origins.a.example.com.http: must be host:port'],
  ],
  [
    'a folder that is reached over the network',
    `${MINIMAL}origins: { a: { directory: ./bucket, http: localhost } }`,
    [
      'edgefront.yaml:3:44 origins.a.http: has no meaning beside directory: a folder is not reached over the network',
    ],
  ],
  [
    'a network origin that is private',
    `${MINIMAL}origins: { a: { private: true } }`,
    ['edgefront.yaml:3:26 origins.a.private: has a meaning for a directory only'],
  ],
  [
    'readers of a public folder',
    `${MINIMAL}origins: { a: { directory: ./bucket, readers: [E1] } }\noriginAccessIdentities: [{ id: E1 }]`,
    ['edgefront.yaml:3:47 origins.a.readers: has a meaning only with private: true'],
  ],
  [
    'an origin twice',
    `${MINIMAL}origins: { a.example.com: {}, A.example.com: {} }`,
    ['edgefront.yaml:3:46 origins.A.example.com: is given twice, but for upper and lower case'],
  ],
  [
    'a reader nobody knows',
    `${MINIMAL}origins: { a: { directory: ./bucket, private: true, readers: [E1] } }`,
    ['edgefront.yaml:3:63 origins.a.readers[0]: E1 is not one of originAccessIdentities'],
  ],
  [
    'a folder that is not there',
    `${MINIMAL}origins: { a: { directory: ./none } }`,
    ['edgefront.yaml:3:28 origins.a.directory: none is not a folder'],
  ],
  [
    'no certificate to trust',
    `${MINIMAL}origins: { a: { ca: ./www-key.pem } }`,
    ['edgefront.yaml:3:21 origins.a.ca: www-key.pem holds no certificate'],
  ],
  [
    'a file that is not there',
    `${MINIMAL}distributions: [{ config: none.xml }]`,
    ['edgefront.yaml:3:27 distributions[0].config: none.xml cannot be read: there is no such file'],
  ],
  [
    'a variable that is not set',
    `${MINIMAL}credentials: [{ accessKeyId: A, secretAccessKey: "\${NONE}", account: "111122223333" }]`,
    [
      'edgefront.yaml:3:50 credentials[0].secretAccessKey: needs the environment variable NONE, which is not set',
    ],
  ],
  [
    'a key of another certificate',
    `${MINIMAL}certificates: [{ cert: www.pem, key: other-key.pem }]`,
    ['edgefront.yaml:3:38 certificates[0].key: other-key.pem is not the key of www.pem'],
  ],
  [
    'certificate and key mixed up',
    `${MINIMAL}certificates: [{ cert: www-key.pem, key: www.pem }]`,
    ['edgefront.yaml:3:24 certificates[0].cert: www-key.pem holds no certificate in PEM'],
  ],
  [
    'no private key',
    `${MINIMAL}certificates: [{ cert: www.pem, key: www.pem }]`,
    ['edgefront.yaml:3:38 certificates[0].key: www.pem holds no private key in PEM without a passphrase'],
  ],
  [
    'a certificate id twice',
    `${MINIMAL}certificates: [{ cert: www.pem, key: www-key.pem, iamCertificateId: A1 }, { cert: www.pem, key: www-key.pem, iamCertificateId: A1 }]`,
    [
      'edgefront.yaml:3:128 certificates[1].iamCertificateId: A1 is the id of certificates[0] and certificates[1]',
    ],
  ],
  [
    'a signer that is private',
    `${MINIMAL}signers: { self: { K: signer-key.pem } }`,
    [
      'edgefront.yaml:3:23 signers.self.K: signer-key.pem holds a private key; edge locations need the public one only',
    ],
  ],
  [
    'a signer that is not RSA',
    `${MINIMAL}signers: { self: { K: www.pem } }`,
    ['edgefront.yaml:3:23 signers.self.K: www.pem holds no RSA public key of 1024 to 4096 bits in PEM'],
  ],
  [
    'a signer of no account',
    `${MINIMAL}signers: { me: { K: signer.pem } }`,
    ['edgefront.yaml:3:16 signers.me: is neither self nor an AWS account number of twelve digits'],
  ],
  [
    'an identity twice',
    `${MINIMAL}originAccessIdentities: [{ id: E1 }, { id: E1 }]`,
    [
      'edgefront.yaml:3:44 originAccessIdentities[1].id: E1 is the id of originAccessIdentities[0] and originAccessIdentities[1]',
    ],
  ],
  [
    'credentials twice',
    `${MINIMAL}credentials:\n- &c { accessKeyId: A, secretAccessKey: s, account: "111122223333" }\n- *c`,
    [
      'edgefront.yaml:4:21 credentials[1].accessKeyId: A is the access key id of credentials[0] and credentials[1]',
    ],
  ],
  [
    'not YAML',
    'listen: [',
    [
      'edgefront.yaml:1:10 : is not well-formed YAML or JSON: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ],
];

test.each(PROBLEMS)('problem: %s', (_, text, problems) => expect(problemsOf(text)).toEqual(problems));

test('a certificate id that is lost with its file is not missed by distributions as well', () => {
  folder.write('bound.xml', distributionXml({ certificateId: 'A1' }));
  const text = `${MINIMAL}certificates: [{ cert: none.pem, key: none.pem, iamCertificateId: A1 }]\ndistributions: [{ config: bound.xml }]`;
  expect(problemsOf(text).map((problem) => problem.split(' ')[1])).toEqual([
    'certificates[0].cert:',
    'certificates[0].key:',
  ]);
});

describe('all problems at once', () => {
  test('of the file and of the documents it refers to, each in its own lines', () => {
    folder.write('broken.xml', '<DistributionConfig>\n  <Enabled>maybe</Enabled>\n</DistributionConfig>');
    const problems = problemsOf(
      'listen: { http: x }\nedges: [{ pop: 1 }]\ndistributions: [{ config: broken.xml }, { config: none.xml }]',
    );
    expect(problems).toContain('edgefront.yaml:1:17 listen.http: must be a whole number');
    expect(problems).toContain(
      'edgefront.yaml:3:51 distributions[1].config: none.xml cannot be read: there is no such file',
    );
    expect(problems).toContain('broken.xml:2:3 Enabled: must be true or false');
    expect(problems.filter((problem) => problem.startsWith('edgefront.yaml:2'))).toHaveLength(1);
  });

  test('a file that cannot be read is a problem without a line', () => {
    const reading = readSettings(join(folder.path, 'absent.yaml'), {});
    expect(reading).toMatchObject({ problems: [{ line: null, message: expect.stringContaining('ENOENT') }] });
  });
});

const TWO = `${MINIMAL}distributions:\n- { id: E1, domainName: one.example.com, config: one.xml }\n- { id: E2, domainName: two.example.com, config: two.xml }\n`;

const RULES: readonly [
  title: string,
  one: DistributionChoices,
  two: DistributionChoices,
  problems: readonly string[],
][] = [
  [
    'VR-3 D-18: an alias of two distributions is a problem that names both',
    { aliases: ['a.example.com'] },
    { aliases: ['a.example.com'] },
    [
      'edgefront.yaml:5:50 distributions[1].config: a.example.com is a name of both distribution E1 (distributions[0]) and distribution E2 (distributions[1])',
    ],
  ],
  [
    'VR-3 VR-4: aliases clash whatever their case',
    { aliases: ['a.example.com'] },
    { aliases: ['A.Example.com'] },
    [
      'edgefront.yaml:5:50 distributions[1].config: a.example.com is a name of both distribution E1 (distributions[0]) and distribution E2 (distributions[1])',
    ],
  ],
  [
    'VR-3: an alias is not another distribution’s assigned name',
    {},
    { aliases: ['one.example.com'] },
    [
      'edgefront.yaml:5:50 distributions[1].config: one.example.com is a name of both distribution E1 (distributions[0]) and distribution E2 (distributions[1])',
    ],
  ],
  ['VR-3: different names are fine', { aliases: ['a.example.com'] }, { aliases: ['b.example.com'] }, []],
  [
    'VR-11: a certificate id that no certificate has',
    { certificateId: 'AS1' },
    {},
    ['edgefront.yaml:4:50 distributions[0].config: IAMCertificateId AS1 is that of none of certificates'],
  ],
  [
    'an identity that nobody knows',
    {},
    { identity: 'E2OAI' },
    [
      'edgefront.yaml:5:50 distributions[1].config: origin bucket uses identity E2OAI, which is not one of originAccessIdentities',
    ],
  ],
  [
    'D-20: a log prefix that leads out of its folder',
    { log: { bucket: 'logs.s3.amazonaws.com', prefix: 'a/../../b' } },
    {},
    ['edgefront.yaml:4:50 distributions[0].config: log prefix a/../../b has a . or .. segment'],
  ],
  [
    'D-20: a log target as CloudFront has them',
    { log: { bucket: 'logs.s3.amazonaws.com', prefix: 'myprefix/' } },
    {},
    [],
  ],
];

test.each(RULES)('%s', (_, one, two, problems) => {
  folder.write('one.xml', distributionXml(one));
  folder.write('two.xml', distributionXml(two));
  expect(problemsOf(TWO)).toEqual(problems);
});

test('D-18: an id or assigned name twice is a problem', () => {
  const entry = '{ id: E1, domainName: one.example.com, config: distribution.json }';
  expect(problemsOf(`${MINIMAL}distributions: [${entry}, ${entry}]`)).toEqual([
    expect.stringContaining('distributions[1].id: E1 is the id of distributions[0] and distributions[1]'),
    expect.stringContaining(
      'distributions[1].domainName: one.example.com is a name of both distribution E1 (distributions[0])',
    ),
  ]);
});

test('D-3: a namespace that disagrees with apiVersion is a problem of the document', () => {
  expect(
    problemsOf(`${MINIMAL}distributions: [{ config: distribution.xml, apiVersion: 2010-11-01 }]`)[0],
  ).toMatch(/^distribution\.xml:2:/);
});
