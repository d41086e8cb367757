import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MultipartRanges, multipartRanges } from '../../src/http/multipart-ranges.ts';

const OBJECT = Buffer.from('0123456789');

function body(framed: MultipartRanges, object: Buffer): Buffer {
  const pieces = framed.parts.flatMap(({ head, range }) => [
    head,
    object.subarray(range.first, range.last + 1),
  ]);
  return Buffer.concat([...pieces, framed.tail]);
}

test('RG-6: each part carries its type and place', () => {
  const ranges = [
    { first: 0, last: 1 },
    { first: 8, last: 9 },
  ];
  const framed = multipartRanges(ranges, 10, 'text/plain', 'XYZ');
  expect(framed.contentType).toBe('multipart/byteranges; boundary=XYZ');
  expect(body(framed, OBJECT).toString()).toBe(
    '--XYZ\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/10\r\n\r\n01' +
      '\r\n--XYZ\r\nContent-Type: text/plain\r\nContent-Range: bytes 8-9/10\r\n\r\n89' +
      '\r\n--XYZ--\r\n',
  );
});

test('an object without a type has parts without one, and types keep their bytes', () => {
  const ranges = [{ first: 0, last: 0 }];
  expect(multipartRanges(ranges, 10, undefined, 'b').parts[0]!.head.toString()).toBe(
    '--b\r\nContent-Range: bytes 0-0/10\r\n\r\n',
  );
  expect(multipartRanges(ranges, 10, 'a/\xe9', 'b').parts[0]!.head.includes(0xe9)).toBe(true);
});

test('RG-6: the length promised is the length sent', () => {
  const range = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })).map(([a, b]) => ({
    first: Math.min(a, b),
    last: Math.max(a, b),
  }));
  fc.assert(
    fc.property(fc.array(range), fc.option(fc.constant('image/png'), { nil: undefined }), (ranges, type) => {
      const framed = multipartRanges(ranges, OBJECT.length, type, 'boundary');
      expect(body(framed, OBJECT).length).toBe(framed.sizeBytes);
    }),
  );
});
