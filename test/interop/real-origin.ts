/** What the servers of this folder have in common: where they listen, and what they say they were asked. */

/** One request as the server itself wrote it down. */
export interface SeenRequest {
  readonly scheme: 'http' | 'https';
  readonly path: string;
  readonly status: number;
  readonly host: string;
  /** If-None-Match or If-Modified-Since came along. */
  readonly isConditional: boolean;
  readonly isSigned: boolean;
}

export interface RealOrigin {
  /** Null: it does not listen there. */
  readonly httpPort: number | null;
  readonly httpsPort: number | null;
  /** Ends it and answers with all it was asked. */
  stop(): Promise<readonly SeenRequest[]>;
}
