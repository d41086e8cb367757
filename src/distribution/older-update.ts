/** An update through an older version than the configuration's: what that version cannot say stays as it is (CA-296). */
import type { ApiVersion } from './api-version.ts';
import type { DistributionConfig } from './distribution-config.ts';
import type { StreamingDistributionConfig } from './streaming-config.ts';

/** The update with the stored values of every element that `version` does not have. */
export function mergeOlderUpdate(
  _stored: DistributionConfig,
  _update: DistributionConfig,
  _version: ApiVersion,
): DistributionConfig {
  throw new Error('under construction');
}

/** As {@link mergeOlderUpdate}, for streaming distributions. */
export function mergeOlderStreamingUpdate(
  _stored: StreamingDistributionConfig,
  _update: StreamingDistributionConfig,
  _version: ApiVersion,
): StreamingDistributionConfig {
  throw new Error('under construction');
}

/** What of a configuration an update through `version` would lose, in words (CA-295); `null` for nothing. */
export function lostFeatures(_config: DistributionConfig, _version: ApiVersion): string | null {
  throw new Error('under construction');
}
