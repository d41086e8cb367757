/** How much of everything a DistributionConfig may have. */
import { expect, test } from 'vitest';
import { LEAST, readXml, said, times } from './read-documents.ts';

const origins = (count: number) => {
  const one = (index: number) =>
    `<Origin><Id>o${index}</Id><DomainName>h</DomainName><CustomOriginConfig><OriginProtocolPolicy>http-only</OriginProtocolPolicy></CustomOriginConfig></Origin>`;
  return Array.from({ length: count }, (_, index) => one(index)).join('');
};
const behaviors = (count: number) =>
  '<CacheBehavior><PathPattern>*</PathPattern><TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy></CacheBehavior>'.repeat(
    count,
  );
const listOf = (name: string, count: number, members: string) =>
  `<${name}><Quantity>${count}</Quantity><Items>${members}</Items></${name}>`;
const withMember = (xml: string) =>
  LEAST.replace('<Enabled>true</Enabled></Dist', `${xml}<Enabled>true</Enabled></Dist`);
const inBehavior = (xml: string) => LEAST.replace('</DefaultCacheBehavior>', `${xml}</DefaultCacheBehavior>`);
const cookies = (names: readonly string[]) =>
  inBehavior(
    `<ForwardedValues><Cookies><Forward>whitelist</Forward>${listOf('WhitelistedNames', names.length, names.map((name) => `<Name>${name}</Name>`).join(''))}</Cookies></ForwardedValues>`,
  );
const signers = (count: number) =>
  inBehavior(
    `<TrustedSigners><Enabled>true</Enabled><Quantity>${count}</Quantity><Items>${times(count, 'AwsAccountNumber')}</Items></TrustedSigners>`,
  );
const logs = (bucket: string, prefix: string) =>
  withMember(
    `<Logging><Enabled>true</Enabled><Bucket>${bucket}</Bucket><Prefix>${prefix}</Prefix></Logging>`,
  );
const text = (name: string, length: number) => withMember(`<${name}>${'é'.repeat(length)}</${name}>`);
const ascii = (name: string, length: number) => withMember(`<${name}>${'a'.repeat(length)}</${name}>`);
const reference = (value: string) => LEAST.replace('>r<', `>${value}<`);
const tenCookies = (sizeBytes: number) =>
  Array.from({ length: 10 }, (_, index) => (index === 0 ? 'x'.repeat(sizeBytes - 9) : 'y'));

test.each<[string, string, string, string]>([
  [
    'LQ-3 CA-206 aliases',
    withMember(listOf('Aliases', 10, times(10, 'CNAME'))),
    withMember(listOf('Aliases', 11, times(11, 'CNAME'))),
    'Aliases: has 11; at most 10 are allowed',
  ],
  [
    'LQ-4 CA-208 origins',
    LEAST.replace('>1</Quantity><Items>', `>10</Quantity><Items>${origins(9)}`),
    LEAST.replace('>1</Quantity><Items>', `>11</Quantity><Items>${origins(10)}`),
    'Origins: has 11; at most 10 are allowed',
  ],
  [
    'LQ-5 CA-209 cache behaviors',
    withMember(listOf('CacheBehaviors', 10, behaviors(10))),
    withMember(listOf('CacheBehaviors', 11, behaviors(11))),
    'CacheBehaviors: has 11; at most 10 are allowed',
  ],
  [
    'LQ-6 VR-40 CA-217 the default root object',
    ascii('DefaultRootObject', 255),
    ascii('DefaultRootObject', 256),
    'DefaultRootObject: has 256 characters; at most 255 are allowed',
  ],
  [
    'LQ-6 VR-31 CA-218 a path pattern',
    withMember(listOf('CacheBehaviors', 1, behaviors(1).replace('*', 'a'.repeat(255)))),
    withMember(listOf('CacheBehaviors', 1, behaviors(1).replace('*', 'a'.repeat(256)))),
    'CacheBehaviors[0].PathPattern: has 256 characters; at most 255 are allowed',
  ],
  [
    'LQ-7 CA-216 the comment, in characters',
    text('Comment', 128),
    text('Comment', 129),
    'Comment: has 129 characters; at most 128 are allowed',
  ],
  [
    'LQ-8 CA-219 the log prefix',
    logs('b', 'a'.repeat(256)),
    logs('b', 'a'.repeat(257)),
    'Logging.Prefix: has 257 characters; at most 256 are allowed',
  ],
  [
    'LQ-8 CA-219 the log bucket',
    logs('b'.repeat(128), ''),
    logs('b'.repeat(129), ''),
    'Logging.Bucket: has 129 characters; at most 128 are allowed',
  ],
  [
    'LQ-9 CA-210 SU-1 trusted signers',
    signers(5),
    signers(6),
    'DefaultCacheBehavior.TrustedSigners.AwsAccountNumbers: has 6; at most 5 are allowed',
  ],
  [
    'LQ-12 CA-211 cookie names',
    cookies(Array.from({ length: 10 }, (_, i) => `c${i}`)),
    cookies(Array.from({ length: 11 }, (_, i) => `c${i}`)),
    'DefaultCacheBehavior.ForwardedValues.Cookies.WhitelistedNames: has 11; at most 10 are allowed',
  ],
  [
    'LQ-12 bytes of cookie names',
    cookies(tenCookies(502)),
    cookies(tenCookies(503)),
    'DefaultCacheBehavior.ForwardedValues.Cookies.WhitelistedNames: has 503 bytes of names; 10 names may have 502',
  ],
  [
    'LQ-21 CA-222 MinTTL',
    inBehavior('<MinTTL>3153600000</MinTTL>'),
    inBehavior('<MinTTL>3153600001</MinTTL>'),
    'DefaultCacheBehavior.MinTTL: must be between 0 and 3153600000',
  ],
  [
    'LQ-21 CA-222 MinTTL from 0',
    inBehavior('<MinTTL>0</MinTTL>'),
    inBehavior('<MinTTL>-1</MinTTL>'),
    'DefaultCacheBehavior.MinTTL: must be between 0 and 3153600000',
  ],
  [
    'CA-122 CA-215 the caller reference, in bytes',
    reference(`${'é'.repeat(63)}a`),
    reference('é'.repeat(64)),
    'CallerReference: has 128 bytes; at most 127 are allowed',
  ],
  [
    'CA-127 CA-220 the host of a custom origin',
    LEAST.replace('o.example', `${'a.'.repeat(63)}aa`),
    LEAST.replace('o.example', `${'a.'.repeat(64)}a`),
    'Origins[0].DomainName: has 129 characters; at most 128 are allowed',
  ],
])('%s: the limit is allowed, one more is not', (_name, atLimit, beyond, problem) => {
  expect(said(readXml(atLimit))).toEqual([]);
  expect(said(readXml(beyond))).toEqual([problem]);
});
