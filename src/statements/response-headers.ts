/** RH: the headers a viewer gets. */
import { every, later, type StatementFamily } from './statement.ts';

export const RESPONSE_HEADERS: StatementFamily = {
  'RH-1': every("The origin's headers reach the viewer, those below aside."),
  'RH-2': every('X-Cache names the result: Hit, RefreshHit, Miss or Error, from cloudfront.'),
  'RH-3': every('X-Cache spells the capacity and limit results in the same way.'),
  'RH-4': every("Via is the edge's own and takes the place of the origin's."),
  'RH-5': every('X-Amz-Cf-Id is the request id: 54 URL-safe characters and ==, the same as in the log.'),
  'RH-6': every('Answers do not name their edge location yet.'),
  'RH-7': every('Age comes with hits and kept errors, in whole seconds, and never with a miss.'),
  'RH-8': every("Server is the origin's, or CloudFront where the origin sent none."),
  'RH-9': every("Date is the origin's, replayed; it is added where missing."),
  'RH-10': every("Connection is the edge's decision, never the origin's."),
  'RH-11': every('Set-Cookie passes only where cookies are forwarded.'),
  'RH-12': every('Vary keeps Accept-Encoding and Cookie, loses every other name, and vanishes when empty.'),
  'RH-13': every('Trailer and Upgrade are removed.'),
  'RH-14': every('Any Transfer-Encoding of the origin becomes chunked.'),
  'RH-15': every('Content-Type is never guessed.'),
  'RH-16': every('ETag, Last-Modified, Cache-Control and Expires pass unchanged.'),
  'RH-17': every("S3's x-amz- headers pass through."),
  'RH-18': later('Alt-Svc offers HTTP/3.'),
  'RH-19': every("The edge's headers follow the origin's: X-Cache, Via, X-Amz-Cf-Id, then Age."),
  'RH-20': every('An HTTP/1.0 viewer gets no chunks; the body ends with the connection.'),
  'RH-21': later('A policy first removes headers, then adds its own.'),
  'RH-22': later('Some headers cannot be removed by a policy.'),
  'RH-23': later("A policy's header may give way to the origin's."),
  'RH-24': later('Server-Timing tells how the answer was made.'),
};
