/** Where something listens. */
export interface Address {
  readonly role: 'http' | 'https' | 'admin' | 'control' | 'controlTls';
  /** The edge location whose own port it is; null: shared by all. */
  readonly pop: string | null;
  readonly url: string;
}

/** What a listener's socket says of itself. */
interface Listening {
  readonly role: Address['role'];
  readonly host: string;
  readonly port: number;
  readonly pop?: string | null;
}

export function addressOf({ role, host, port, pop = null }: Listening): Address {
  const shown = host.includes(':') ? `[${host}]` : host;
  const scheme = role === 'https' || role === 'controlTls' ? 'https' : 'http';
  return { role, pop, url: `${scheme}://${shown}:${port}` };
}
