/** Where nobody listens, at any time: a port that was free a moment ago may be another test's by now. */
export const NOBODY = { host: '127.0.0.99', port: 1 } as const;
