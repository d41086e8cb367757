/** More of aws4 than signing one's own requests takes: which headers are signed is decided by whoever signed. */
import 'aws4';

declare module 'aws4' {
  export interface Signable {
    readonly extraHeadersToInclude?: Readonly<Record<string, boolean>>;
    readonly extraHeadersToIgnore?: Readonly<Record<string, boolean>>;
  }
}
