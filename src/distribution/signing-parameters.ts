/** The query parameters that trusted signers may put into a URL (SU-7); case-sensitive. */

/** Names that belong to the signature: gone from the cache key and the origin's query (CK-15, SU-24). */
export const SIGNING_PARAMETERS = ['Expires', 'Policy', 'Signature', 'Key-Pair-Id'] as const;
