/** Every problem of a configuration file is told, with its place. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import { distributionXml, ExampleFolder, MINIMAL } from './example.ts';
import { problemsIn } from './read-example.ts';

const folder = new ExampleFolder();
beforeAll(() => folder.fill());
afterAll(() => folder[Symbol.dispose]());
const problemsOf = (text: string, environment = {}) => problemsIn(folder, text, environment);

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
