/** CloudFront's API versions that edgefront reads, oldest first, and the era of delivery each belongs to (D-2). */

export const API_VERSIONS = [
  '2008-06-30',
  '2010-08-01',
  '2010-11-01',
  '2012-05-05',
  '2012-07-01',
  '2013-05-12',
] as const;

export type ApiVersion = (typeof API_VERSIONS)[number];

/** `08`: HTTP only, 24 h floor, no query strings. `10`: HTTPS, 1 h floor. `12`: MinTTL per behavior, forwarding. */
export type Era = '08' | '10' | '12';

/** The shortest time an object stayed cached before MinTTL could be set (TTL-1…TTL-4): a day, then an hour. */
export const ERA_FLOOR_SECONDS: Readonly<Record<Era, number>> = { '08': 86_400, '10': 3_600, '12': 0 };

/** The version of a document that names none (D-3). */
export const NEWEST_VERSION: ApiVersion = '2013-05-12';

export function isApiVersion(text: string): text is ApiVersion {
  return (API_VERSIONS as readonly string[]).includes(text);
}

export function eraOf(version: ApiVersion): Era {
  if (version === '2008-06-30') return '08';
  return version < '2012-05-05' ? '10' : '12';
}

/** The namespace of every document of a version, trailing slash included (CA-8). */
export function namespaceOf(version: ApiVersion): string {
  return `http://cloudfront.amazonaws.com/doc/${version}/`;
}
