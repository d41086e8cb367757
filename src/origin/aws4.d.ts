/** The part of aws4 that is used here; the package brings no types. */
declare module 'aws4' {
  export interface Signable {
    readonly service: string;
    readonly region: string;
    readonly method: string;
    readonly path: string;
    readonly headers: Record<string, string>;
  }
  export interface Credentials {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  }
  /** A CommonJS module whose names Node does not see, so it is imported whole. */
  const aws4: {
    /** Returns the request with the signature among its headers; throws if its path is not valid UTF-8. */
    sign(request: Signable, credentials: Credentials): Signable;
  };
  export default aws4;
}
