import type { KnownNames } from '../../src/control/control-settings.ts';

/** Configurations may refer to anything. */
export const UNCHECKED: KnownNames = { accounts: null, certificates: null, bucketHosts: null };
