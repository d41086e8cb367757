/** `2012-05-19T19:37:58Z`: whole seconds, though the real service had milliseconds (CA-74, CA-76). */
export function timeStamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
