/** A bucket folder as an origin: one asynchronous walk per fetch. */
import type { Clock } from '../clock.ts';
import type { OriginTarget } from '../routing/origin-target.ts';
import { answerFromBucket, type Bucket } from './bucket-folder.ts';
import { isShortage } from './fault-of-error.ts';
import type { Origin, OriginFetch, OriginReader, OriginRequest } from './origin.ts';
import { s3Error, startS3Exchange } from './s3-answer.ts';
import { S3Fetch } from './s3-fetch.ts';

export class BucketFolderOrigin implements Origin {
  readonly #bucket: Bucket;
  readonly #clock: Clock;

  constructor(folder: Bucket['folder'], { target, clock }: { target: OriginTarget; clock: Clock }) {
    this.#bucket = { name: target.bucket, folder, accessIdentity: target.accessIdentity };
    this.#clock = clock;
  }

  fetch(request: OriginRequest, reader: OriginReader): OriginFetch {
    const exchange = startS3Exchange(request.method, this.#clock.realNow());
    const answer = answerFromBucket(this.#bucket, request, exchange).catch((error: NodeJS.ErrnoException) =>
      isShortage(error) ? 'busy' : s3Error(exchange, 'InternalError'),
    );
    return new S3Fetch(answer, reader);
  }
}
