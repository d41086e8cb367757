/** What the operator says of an origin, by the DomainName a distribution gives it; every file already read. */
import type { Endpoint, S3Credentials } from './origin-target.ts';

export interface OriginSettings {
  /** Absolute path of a folder played as the bucket; null for a real origin. */
  readonly directory: string | null;
  readonly isPrivate: boolean;
  /** Origin access identity ids that may read a private folder. */
  readonly readers: readonly string[];
  readonly hasListing: boolean;
  /** Connect here instead of DomainName and the distribution's port. */
  readonly http: Endpoint | null;
  readonly https: Endpoint | null;
  /** PEM text of the certificates to trust instead of the system's. */
  readonly ca: string | null;
  readonly pathStyle: boolean;
  readonly region: string;
  readonly credentials: S3Credentials | null;
}

export type OriginSettingsByName = ReadonlyMap<string, OriginSettings>;
