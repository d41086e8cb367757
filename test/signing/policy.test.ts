import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EPOCH_SECONDS_LIMIT, parseEpochSeconds } from '../../src/signing/epoch-seconds.ts';
import {
  cannedPolicy,
  customPolicy,
  isPlainUrl,
  POLICY_BYTES_LIMIT,
  parsePolicy,
} from '../../src/signing/policy.ts';

const BEFORE = { DateLessThan: { 'AWS:EpochTime': 2000 } };
const AFTER = { DateGreaterThan: { 'AWS:EpochTime': 1000 } };
const FROM = { IpAddress: { 'AWS:SourceIp': '192.0.2.0/24' } };

const parse = (text: string) => parsePolicy(Buffer.from(text));
const parseStatement = (statement: unknown) => parse(JSON.stringify({ Statement: [statement] }));
const parseCondition = (condition: unknown) => parseStatement({ Resource: '*', Condition: condition });

test('SU-12: a canned policy is rebuilt without white space', () => {
  expect(cannedPolicy('http://d111111abcdef8.cloudfront.net/a?b=1', '1799999999')).toBe(
    '{"Statement":[{"Resource":"http://d111111abcdef8.cloudfront.net/a?b=1","Condition":{"DateLessThan":{"AWS:EpochTime":1799999999}}}]}',
  );
});

test.each([
  ['SU-16 only DateLessThan', BEFORE, { before: 2000, after: null, isFrom: null }],
  ['SU-16 DateGreaterThan too', { ...BEFORE, ...AFTER }, { before: 2000, after: 1000, isFrom: null }],
  ['SU-16 the other order', { ...AFTER, ...BEFORE }, { before: 2000, after: 1000, isFrom: null }],
])('%s', (_, condition, expected) => {
  expect(parseCondition(condition)).toEqual({ resource: '*', ...expected });
});

test('SU-18: IpAddress is one CIDR', () => {
  const policy = parseCondition({ ...BEFORE, ...FROM });
  expect(policy?.isFrom?.('192.0.2.255')).toBe(true);
  expect(policy?.isFrom?.('192.0.3.0')).toBe(false);
});

test('SU-15: the statement may be a bare map, and white space is allowed', () => {
  const policy = { Statement: { Resource: 'http://h/*', Condition: BEFORE } };
  const expected = { resource: 'http://h/*', before: 2000, after: null, isFrom: null };
  expect(parse(JSON.stringify(policy))).toEqual(expected);
  expect(parse(`\n${JSON.stringify(policy, null, 2)}\n`)).toEqual(expected);
});

test('SU-19: Resource may be left out, which opens everything', () => {
  expect(parseStatement({ Condition: BEFORE })?.resource).toBeNull();
});

test.each(['http://h/a', 'https://h/a', '*', '*://h/a', '*/a'])('SU-19: Resource %s', (resource) => {
  expect(parseStatement({ Resource: resource, Condition: BEFORE })?.resource).toBe(resource);
});

test.each([
  ['SU-34 no JSON', 'Statement'],
  ['SU-34 nothing', ''],
  ['SU-34 JSON of another kind', '[]'],
  ['SU-34 null', 'null'],
  ['SU-34 no statement', '{}'],
  ['SU-34 no statement in the list', '{"Statement":[]}'],
  ['SU-34 a statement in two lists', `{"Statement":[[${JSON.stringify({ Condition: BEFORE })}]]}`],
  ['SU-34 two documents', `${JSON.stringify({ Statement: [{ Condition: BEFORE }] })}{}`],
  ['SU-34 a field nobody knows', JSON.stringify({ Statement: [{ Condition: BEFORE }], Version: '1' })],
  ['SU-34 deep nesting', `{"Statement":${'['.repeat(4000)}${']'.repeat(4000)}}`],
  ['SU-34 a field from a prototype', '{"__proto__":{"Statement":[{"Condition":{}}]}}'],
])('%s is malformed', (_, text) => {
  expect(parse(text)).toBeNull();
});

test.each([
  ['SU-34 no condition', { Resource: '*' }],
  ['SU-34 another field', { Resource: '*', Condition: BEFORE, Effect: 'Deny' }],
  ['SU-19 a resource of another scheme', { Resource: 'rtmp://h/a', Condition: BEFORE }],
  ['SU-19 a resource without scheme', { Resource: '/a', Condition: BEFORE }],
  ['SU-19 an empty resource', { Resource: '', Condition: BEFORE }],
  ['SU-19 a resource that is null', { Resource: null, Condition: BEFORE }],
  ['SU-19 a list of resources', { Resource: ['*'], Condition: BEFORE }],
])('%s is malformed', (_, statement) => {
  expect(parseStatement(statement)).toBeNull();
});

test('SU-15 SU-34: two statements are malformed', () => {
  const statement = { Resource: '*', Condition: BEFORE };
  expect(parse(JSON.stringify({ Statement: [statement, statement] }))).toBeNull();
});

const seconds = (value: unknown) => ({ DateLessThan: { 'AWS:EpochTime': value } });
test.each([
  ['SU-16 no DateLessThan', AFTER],
  ['SU-16 quoted seconds', seconds('2000')],
  ['SU-34 half a second', seconds(2000.5)],
  ['SU-34 a negative time', seconds(-1)],
  ['SU-34 milliseconds', seconds(1_400_000_000_000)],
  ['SU-34 a number without end', seconds(1e300)],
  ['SU-34 null', seconds(null)],
  ['SU-34 a condition that is no map', { DateLessThan: 2000 }],
  ['SU-34 a condition that is null', { DateLessThan: null }],
  ['SU-34 a key nobody knows beside the time', { DateLessThan: { 'AWS:EpochTime': 1, X: 1 } }],
  ['SU-34 a condition nobody knows', { ...BEFORE, NotIpAddress: {} }],
  ['SU-34 a broken DateGreaterThan', { ...BEFORE, DateGreaterThan: {} }],
  ['SU-34 a DateGreaterThan that is null', { ...BEFORE, DateGreaterThan: null }],
  ['SU-18 an address without prefix', { ...BEFORE, IpAddress: { 'AWS:SourceIp': '192.0.2.1' } }],
  ['SU-18 a prefix too long', { ...BEFORE, IpAddress: { 'AWS:SourceIp': '192.0.2.1/33' } }],
  ['SU-18 a list of ranges', { ...BEFORE, IpAddress: { 'AWS:SourceIp': ['192.0.2.0/24'] } }],
  ['SU-18 IpAddress without SourceIp', { ...BEFORE, IpAddress: {} }],
])('%s is malformed', (_, condition) => {
  expect(parseCondition(condition)).toBeNull();
});

test('SU-34: a policy longer than the limit is malformed, one as long is read', () => {
  const text = JSON.stringify({ Statement: [{ Resource: '*', Condition: BEFORE }] });
  expect(parse(text.padEnd(POLICY_BYTES_LIMIT))?.before).toBe(2000);
  expect(parse(text.padEnd(POLICY_BYTES_LIMIT + 1))).toBeNull();
});

test('SU-15 SU-16: what customPolicy writes has no white space and reads back', () => {
  fc.assert(
    fc.property(
      fc.base64String(),
      fc.nat(),
      fc.option(fc.nat()),
      fc.option(fc.constant('192.0.2.0/24')),
      (path, before, after, sourceCidr) => {
        const resource = `http://h/${path}`;
        const text = customPolicy({ resource, before, after, sourceCidr });
        expect(text).not.toMatch(/\s/);
        expect(parse(text)).toMatchObject({ resource, before, after });
        expect(parse(text)?.isFrom !== null).toBe(sourceCidr !== null);
      },
    ),
  );
});

test('SU-34: no bytes make reading throw', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => parsePolicy(Buffer.from(bytes)) === null));
  fc.assert(fc.property(fc.json(), (text) => parse(text) === null));
});

test.each([
  ['0', 0],
  ['1799999999', 1_799_999_999],
  [String(EPOCH_SECONDS_LIMIT - 1), EPOCH_SECONDS_LIMIT - 1],
])('SU-16: Expires=%s is a time', (text, expected) => {
  expect(parseEpochSeconds(text)).toBe(expected);
});

test.each([
  '',
  ' 1',
  '+1',
  '-1',
  '01',
  '1.0',
  '1e3',
  '0x1',
  '1400000000000',
  String(EPOCH_SECONDS_LIMIT),
  '٣',
])('SU-34: Expires=%s is none', (text) => {
  expect(parseEpochSeconds(text)).toBeNull();
});

test.each([
  ['http://h/a?b=*', true],
  ['http://h/a"b', false],
  ['http://h/a\\b', false],
  ['http://h/a b', false],
  ['http://h/é', false],
  ['http://h/\x7f', false],
])('SU-12: %s stands for itself: %s', (url, expected) => {
  expect(isPlainUrl(url)).toBe(expected);
});
