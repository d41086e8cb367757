/**
 * Where an origin is reached, compiled from the distribution's Origin and the operator's `origins:`
 * entry for its domain name. Plain data: origin/ opens connections from it and nothing else.
 */

/** A host (name or address, without brackets) and a port to connect to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
}

/** A folder played as an S3 bucket. */
export interface BucketFolder {
  readonly root: string;
  /** Objects are readable only through one of `readers`. */
  readonly isPrivate: boolean;
  /** Origin access identity ids that may read a private folder. */
  readonly readers: readonly string[];
  /** `/` answers S3's listing instead of 403 (D-21). */
  readonly hasListing: boolean;
}

export interface OriginTarget {
  /** The Origin/Id of the distribution. */
  readonly id: string;
  readonly kind: 'custom' | 's3';
  /** DomainName as configured: the Host header of every request to it (OR-1, OR-12). */
  readonly domainName: string;
  /** The bucket's name; empty for custom origins. */
  readonly bucket: string;
  /** S3 origins always match the viewer (OR-2). */
  readonly protocolPolicy: 'http-only' | 'match-viewer';
  readonly http: Endpoint;
  readonly https: Endpoint;
  /** PEM certificates trusted for this origin instead of the system's; null: the system's. */
  readonly ca: string | null;
  /** Whether the certificate must name the origin; not in era 12 (OR-9). */
  readonly verifiesName: boolean;
  /** The bucket travels in the path instead of the Host. */
  readonly usesPathStyle: boolean;
  readonly region: string;
  readonly credentials: S3Credentials | null;
  /** The origin access identity's id that fetches, or null. */
  readonly accessIdentity: string | null;
  readonly folder: BucketFolder | null;
}
