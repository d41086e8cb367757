/** What CloudFront allows in one distribution (LQ-3…LQ-12, LQ-21) or one invalidation. */

/** LQ-3. */
export const MAX_ALIASES = 10;
/** LQ-4. */
export const MAX_ORIGINS = 10;
/** LQ-5, besides the default one. */
export const MAX_CACHE_BEHAVIORS = 10;
/** LQ-6, in characters; the default root object's length too. */
export const MAX_PATH_PATTERN_LENGTH = 255;
/** LQ-7, in characters. */
export const MAX_COMMENT_LENGTH = 128;
/** LQ-8, in characters. */
export const MAX_LOG_PREFIX_LENGTH = 256;
/** LQ-8, in characters. */
export const MAX_LOG_BUCKET_LENGTH = 128;
/** LQ-9, per cache behavior. */
export const MAX_TRUSTED_SIGNERS = 5;
/** LQ-12, per cache behavior. */
export const MAX_COOKIE_NAMES = 10;
/** LQ-12: the names' bytes and one more for each name. */
export const MAX_COOKIE_NAMES_BYTES = 512;
/** LQ-21: a hundred years. */
export const MAX_MIN_TTL_SECONDS = 3_153_600_000;
/** CA-215: one less than the 128 bytes that are too many. */
export const MAX_CALLER_REFERENCE_BYTES = 127;
/** CA-220, in characters. */
export const MAX_ORIGIN_HOST_LENGTH = 128;
/** CA-213. */
export const MAX_INVALIDATION_PATHS = 1000;
/** CA-214, in characters. */
export const MAX_INVALIDATION_PATH_LENGTH = 4000;
/** The largest body of a request, in bytes: a quarter more than the largest invalidation that CA-213 and CA-214 allow. */
export const MAX_REQUEST_BYTES = 5 * 1024 * 1024;
