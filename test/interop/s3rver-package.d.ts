/** The part of s3rver that is used here; the package brings no types. */
declare module 's3rver' {
  import type { Server } from 'node:http';

  export interface S3rverOptions {
    readonly address: string;
    readonly port: number;
    readonly silent: boolean;
    readonly directory: string;
    readonly configureBuckets: readonly { readonly name: string }[];
    readonly key?: string;
    readonly cert?: string;
  }

  export default class S3rver {
    constructor(options: S3rverOptions);
    readonly httpServer: Server;
    run(): Promise<unknown>;
    close(): Promise<void>;
  }
}
