/**
 * What S3 would answer for a folder played as a bucket: who may read, which file a path names, ranges and
 * conditions. Nothing outside the folder is ever opened (D-21), whatever the path, its escapes or a link in
 * the folder says; such a key does not exist.
 */
import { evaluateConditions, ifRangeHolds } from '../http/conditional.ts';
import { findHeader } from '../http/header-list.ts';
import {
  type ByteRange,
  contentRange,
  parseRange,
  resolveRange,
  unsatisfiedContentRange,
} from '../http/range.ts';
import type { BucketFolder } from '../routing/origin-target.ts';
import { bucketListing } from './bucket-listing.ts';
import { contentTypeOf } from './content-type.ts';
import { type ObjectFile, openObject } from './object-file.ts';
import { objectKey } from './object-key.ts';
import type { OriginRequest } from './origin.ts';
import {
  type S3Answer,
  type S3ErrorCode,
  type S3Exchange,
  s3Document,
  s3Error,
  s3Head,
} from './s3-answer.ts';

export interface Bucket {
  readonly name: string;
  readonly folder: BucketFolder;
  /** The origin access identity that asks, or null. */
  readonly accessIdentity: string | null;
}

/** Answers GET and HEAD; an open file in the answer is the caller's to close. */
export async function answerFromBucket(
  bucket: Bucket,
  request: OriginRequest,
  x: S3Exchange,
): Promise<S3Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return s3Error(x, 'MethodNotAllowed');
  if (!mayRead(bucket)) return s3Error(x, 'AccessDenied');
  const place = objectKey(request.path);
  switch (place.kind) {
    case 'malformed':
      return s3Error(x, 'InvalidURI');
    case 'too-long':
      return s3Error(x, 'KeyTooLongError');
    case 'nowhere':
      return noSuchKey(x, place.key);
    case 'bucket':
      return answerRoot(bucket, request, x);
    case 'key':
      return answerKey(bucket, { request, key: place.key }, x);
  }
}

function mayRead({ folder, accessIdentity }: Bucket): boolean {
  if (!folder.isPrivate) return true;
  return accessIdentity !== null && folder.readers.includes(accessIdentity);
}

async function answerRoot(bucket: Bucket, request: OriginRequest, x: S3Exchange): Promise<S3Answer> {
  if (!bucket.folder.hasListing) return s3Error(x, 'AccessDenied');
  const question = request.path.indexOf('?');
  const query = question === -1 ? '' : request.path.slice(question + 1);
  return s3Document(x, 200, await bucketListing({ name: bucket.name, root: bucket.folder.root }, query));
}

interface KeyRequest {
  readonly request: OriginRequest;
  readonly key: string;
}

async function answerKey(bucket: Bucket, asked: KeyRequest, x: S3Exchange): Promise<S3Answer> {
  let file: ObjectFile | null;
  try {
    file = await openObject(bucket.folder.root, asked.key);
  } catch (error) {
    return unopened(x, asked.key, error as NodeJS.ErrnoException);
  }
  if (file === null) return noSuchKey(x, asked.key);
  const answer = answerObject(asked, file, x);
  if (answer.body === null || Buffer.isBuffer(answer.body)) await file.close();
  return answer;
}

function answerObject({ request, key }: KeyRequest, file: ObjectFile, x: S3Exchange): S3Answer {
  const { headers } = request;
  const validators = ['Last-Modified', file.lastModified, 'ETag', file.etag];
  const condition = evaluateConditions(headers, file);
  if (condition === 'failed') return s3Error(x, 'PreconditionFailed');
  if (condition === 'not-modified') return { head: s3Head(x, 304, validators, null), body: null };
  const range = rangeOf(request, file);
  if (range === 'unsatisfiable') {
    return s3Error(x, 'InvalidRange', {
      headers: ['Content-Range', unsatisfiedContentRange(file.sizeBytes)],
    });
  }
  const described = [...validators, 'Accept-Ranges', 'bytes', 'Content-Type', contentTypeOf(key)];
  return content(x, file, { range, described });
}

function content(
  x: S3Exchange,
  file: ObjectFile,
  { range, described }: { range: ByteRange | null; described: readonly string[] },
): S3Answer {
  const whole = { first: 0, last: file.sizeBytes - 1 };
  const { first, last } = range ?? whole;
  const headers =
    range === null ? described : [...described, 'Content-Range', contentRange(range, file.sizeBytes)];
  const head = s3Head(x, range === null ? 200 : 206, headers, last - first + 1);
  return { head, body: x.method === 'HEAD' ? null : { file, range: range ?? whole } };
}

/** Null for the whole object; S3 serves one range, and the whole to who asks for several. */
function rangeOf({ headers }: OriginRequest, file: ObjectFile): ByteRange | 'unsatisfiable' | null {
  const specs = parseRange(findHeader(headers, 'range') ?? '');
  const ifRange = findHeader(headers, 'if-range');
  if (specs === null || (ifRange !== undefined && !ifRangeHolds(ifRange, file))) return null;
  const verdict = resolveRange(specs, file.sizeBytes, 1);
  if (verdict.kind === 'unsatisfiable') return 'unsatisfiable';
  return verdict.kind === 'partial' ? verdict.range : null;
}

const OPEN_FAILURES: Readonly<Record<string, S3ErrorCode>> = {
  EACCES: 'AccessDenied',
  EPERM: 'AccessDenied',
  ELOOP: 'NoSuchKey',
  ENAMETOOLONG: 'NoSuchKey',
  ENOENT: 'NoSuchKey',
  ENOTDIR: 'NoSuchKey',
  // A socket, or a device without its driver.
  ENXIO: 'NoSuchKey',
};

function unopened(x: S3Exchange, key: string, error: NodeJS.ErrnoException): S3Answer {
  const code = OPEN_FAILURES[error.code ?? ''];
  if (code === undefined) throw error;
  return code === 'NoSuchKey' ? noSuchKey(x, key) : s3Error(x, code);
}

function noSuchKey(x: S3Exchange, key: string): S3Answer {
  return s3Error(x, 'NoSuchKey', { details: ['Key', key] });
}
