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
  /** Returns the request with the signature among its headers; throws if its path is not valid UTF-8. */
  export function sign(request: Signable, credentials: Credentials): Signable;
}
