/** What distributions of one configuration file must not have in common, and what they must find in it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DistributionChoices, distributionXml, ExampleFolder, MINIMAL } from './example.ts';
import { problemsIn } from './read-example.ts';

const folder = new ExampleFolder();
beforeAll(() => folder.fill());
afterAll(() => folder[Symbol.dispose]());
const problemsOf = (text: string, environment = {}) => problemsIn(folder, text, environment);

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
