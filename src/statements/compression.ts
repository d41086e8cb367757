/** CP: compression, which CloudFront learned later, and sizes. */
import { every, later, only12, type StatementFamily } from './statement.ts';

export const COMPRESSION: StatementFamily = {
  'CP-1': every('The edge never compresses; gzip comes from the origin or not at all.'),
  'CP-2': later('Compression is a setting, and needs a TTL above 0.'),
  'CP-3': later('Only bodies of 1000 to 10000000 known bytes are compressed.'),
  'CP-4': later('Only 200, 403 and 404 are compressed.'),
  'CP-5': later('Only a fixed list of content types is compressed.'),
  'CP-6': later('What the origin encoded is left alone.'),
  'CP-7': later('HTTP/1.0 viewers get nothing compressed.'),
  'CP-8': later('A compressed object has a weak ETag.'),
  'CP-9': later('Brotli goes before gzip.'),
  'CP-10': later('Objects are compressed on arrival, and kept so.'),
  'CP-11': later('Accept-Encoding as a listed key header turns compression off.'),
  'CP-12': later('Under load compression may be skipped.'),
  'CP-13': later('A compressed answer says so in Content-Encoding and Vary.'),
  'CP-14': later('With a cache policy, Accept-Encoding is reduced to the codings that are switched on.'),
  'CP-15': every('An object has at most 20 GB; 5 GB, the limit of S3, in era 08.'),
  'CP-16': later('A request body has at most 64 GB.'),
  'CP-17': only12('Request line and headers have at most 20480 bytes.'),
};
