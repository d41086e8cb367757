/** What a listener of the control API needs to know. */
import type { ServerOptions } from 'node:https';
import type { Clock } from '../clock.ts';
import type { ServicePlace } from '../service-port.ts';
import type { Perform } from './api-request.ts';
import type { AuthenticationRules } from './authentication/credential.ts';
import type { Patience } from './request-limits.ts';

/** What a TLS port shows: a certificate for strangers, and one by server name for those who ask. */
export type ControlCertificates = Pick<ServerOptions, 'key' | 'cert' | 'SNICallback'>;

export interface ControlOptions extends AuthenticationRules, ServicePlace {
  /** Null: plain HTTP. */
  readonly tls: ControlCertificates | null;
  /** On a plain port, everything that takes a signature is refused (CA-2). */
  readonly refusesPlainHttp?: boolean;
  /** Its real time is the one told and compared (D-1). */
  readonly clock: Clock;
  readonly perform: Perform;
  /** Scheme and host of Location headers (CA-34); CloudFront's own when absent. */
  readonly locationBase?: string;
  /** How long to wait for slow clients; for tests. */
  readonly patience?: Patience;
  /** Told of our own mistakes, which the caller only hears of as an internal error. Null: it was no call's. */
  onMistake(error: unknown, requestId: string | null): void;
}
