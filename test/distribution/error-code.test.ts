/** Under which status each code travels, as the guides and the clients' models have it. */
import { expect, test } from 'vitest';
import { ERROR_STATUS, type ErrorCode } from '../../src/distribution/error-code.ts';

test.each<[string, ErrorCode, number]>([
  ['CA-229', 'AccessDenied', 403],
  ['CA-230', 'InappropriateXML', 400],
  ['CA-231', 'InternalError', 500],
  ['CA-231', 'InternalServerError', 500],
  ['CA-232', 'InvalidAction', 400],
  ['CA-233', 'InvalidArgument', 400],
  ['CA-234', 'InvalidClientTokenId', 403],
  ['CA-235', 'InvalidHTTPAuthHeader', 400],
  ['CA-236', 'InvalidHTTPRequest', 400],
  ['CA-237', 'InvalidURI', 400],
  ['CA-238', 'MalformedXML', 400],
  ['CA-239', 'MissingClientTokenId', 403],
  ['CA-240', 'MissingDateHeader', 400],
  ['CA-241', 'NoSuchVersion', 404],
  ['CA-242', 'NotImplemented', 501],
  ['CA-243', 'OptInRequired', 403],
  ['CA-244', 'PreconditionFailed', 412],
  ['CA-245', 'RequestExpired', 400],
  ['CA-246', 'SignatureDoesNotMatch', 403],
  ['CA-272', 'TooManyCertificates', 400],
])('%s: %s is %i', (_id, code, status) => {
  expect(ERROR_STATUS[code]).toBe(status);
});

test('CA-33: every code has the status of an error', () => {
  for (const [code, status] of Object.entries(ERROR_STATUS)) {
    expect([400, 403, 404, 409, 412, 413, 500, 501], code).toContain(status);
  }
});
