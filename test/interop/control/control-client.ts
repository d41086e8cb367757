/**
 * A client of CloudFront's control API as the walk of `life-cycle.ts` sees it, whatever language it is
 * written in and whatever version it speaks.
 */

/** What a new distribution is to be like; everything else is as the client makes it. */
export interface Wish {
  /** `media.s3.amazonaws.com` */
  readonly bucketHost: string;
  readonly callerReference: string;
  readonly alias: string;
  readonly comment: string;
}

export interface Change {
  readonly aliases?: readonly string[];
  readonly comment?: string;
  readonly isEnabled?: boolean;
}

export interface DistributionFacts {
  readonly id: string;
  readonly domainName: string;
  /** `InProgress` or `Deployed`. */
  readonly status: string;
  readonly isEnabled: boolean;
  readonly aliases: readonly string[];
  readonly comment: string;
}

/** What is invalidated, as it now is. */
export interface ChangedObject {
  readonly path: string;
  readonly body: string;
}

export interface InvalidationFacts {
  readonly id: string;
  /** `InProgress` or `Completed`. */
  readonly status: string;
}

/** All of it throws Refused when the server says no. */
export interface ControlClient {
  /** Name, version of client and API, scheme. */
  readonly title: string;
  create(wish: Wish): Promise<DistributionFacts>;
  /** Ids of all distributions. */
  list(): Promise<readonly string[]>;
  read(id: string): Promise<DistributionFacts>;
  /** Reads the configuration, changes it, writes it back under its ETag. */
  update(id: string, change: Change): Promise<void>;
  delete(id: string): Promise<void>;
  invalidate(id: string, object: ChangedObject): Promise<InvalidationFacts>;
  readInvalidation(id: string, invalidationId: string): Promise<InvalidationFacts>;
}

/** The server's error, as the client understood it. */
export class Refused extends Error {
  /** `NoSuchDistribution`, … */
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}
