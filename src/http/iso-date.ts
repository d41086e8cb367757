/** ISO 8601 in whole seconds of UTC, as AWS writes it into documents and into what is signed. */

/** `2012-05-19T19:37:58Z`, of epoch milliseconds. */
export function isoDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** The basic format, `20120519T193758Z`. */
export function basicIsoDate(ms: number): string {
  return isoDate(ms).replace(/[:-]/g, '');
}
