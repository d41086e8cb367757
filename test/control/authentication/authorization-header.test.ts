import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ApiError } from '../../../src/control/api-error.ts';
import { parseAuthorization } from '../../../src/control/authentication/authorization-header.ts';

const DIGEST = 'f8fa1f05455760bd83129f73b5d9f18b62ab57d72926d968e439aa444222c476';
const CREDENTIAL = 'Credential=AK/20261120/us-east-1/cloudfront/aws4_request';
const v4 = (rest: string) => `AWS4-HMAC-SHA256 ${rest}`;

test('CA-16: version 1', () => {
  const sent = parseAuthorization('AWS 0PN5J17HBGZHT7JJ3X82:4cP0hCJsdCxTJ1jPXo7+e/YSu0g=');
  expect(sent).toEqual({
    scheme: 'v1',
    accessKeyId: '0PN5J17HBGZHT7JJ3X82',
    signature: '4cP0hCJsdCxTJ1jPXo7+e/YSu0g=',
  });
});

test.each([
  `${CREDENTIAL}, SignedHeaders=host;x-amz-date, Signature=${DIGEST}`,
  `${CREDENTIAL},SignedHeaders=host;x-amz-date,Signature=${DIGEST}`,
  `Signature=${DIGEST}, SignedHeaders=host;x-amz-date, ${CREDENTIAL}`,
])('CA-24: version 4, as %s', (rest) => {
  expect(parseAuthorization(v4(rest))).toEqual({
    scheme: 'v4',
    accessKeyId: 'AK',
    signedHeaders: ['host', 'x-amz-date'],
    signature: DIGEST,
  });
});

test('CA-23: an empty access key id is understood, for the check that comes next', () => {
  expect(parseAuthorization('AWS :sig').accessKeyId).toBe('');
  const nobody = CREDENTIAL.replace('AK', '');
  expect(parseAuthorization(v4(`${nobody},SignedHeaders=host,Signature=${DIGEST}`)).accessKeyId).toBe('');
});

test.each([
  '',
  'AWS',
  'AWS ',
  'AWS  key:sig',
  'AWS key',
  'AWS key:',
  'AWS key:sig more',
  'aws key:sig',
  'AWS2 key:sig',
  'AWS key:a:b',
  v4(''),
  v4(CREDENTIAL),
  v4(`${CREDENTIAL}, Signature=${DIGEST}`),
  v4(`${CREDENTIAL}, SignedHeaders=x-amz-date, Signature=${DIGEST}`),
  v4(`${CREDENTIAL}, SignedHeaders=Host, Signature=${DIGEST}`),
  v4(`${CREDENTIAL}, SignedHeaders=host, Signature=${DIGEST.slice(1)}`),
  v4(`${CREDENTIAL}, SignedHeaders=host, Signature=${DIGEST}, Signature=${DIGEST}`),
  v4(`${CREDENTIAL}, SignedHeaders=host, Signature=${DIGEST}, More=1`),
  v4(`Credential=AK/20261120/eu-west-1/cloudfront/aws4_request, SignedHeaders=host, Signature=${DIGEST}`),
  v4(`Credential=AK/20261120/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${DIGEST}`),
])('CA-235: not a form that is known: %s', (value) => {
  expect(() => parseAuthorization(value)).toThrow(expect.objectContaining({ code: 'InvalidHTTPAuthHeader' }));
});

test('CA-235: any text is understood or refused', () => {
  const parts = fc.array(
    fc.constantFrom(
      'AWS ',
      'AWS4-HMAC-SHA256 ',
      CREDENTIAL,
      ',',
      ' ',
      '=',
      'SignedHeaders=host',
      ':',
      '/',
      ';',
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        parts.map((all) => all.join('')),
      ),
      (value) => {
        try {
          expect(parseAuthorization(value).signature).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      },
    ),
  );
});
