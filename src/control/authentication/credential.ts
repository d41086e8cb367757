/** Who may call, and how strictly that is checked: configuration, all of it (CA-27). */

/** An access key and whose it is. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Twelve digits. */
  readonly account: string;
  /** A temporary key's token, demanded when there is one; without, any token is ignored (CA-26). */
  readonly sessionToken?: string;
  /** False: the account has not signed up for the service (`OptInRequired`). */
  readonly isSubscribed?: boolean;
}

export interface AuthenticationRules {
  readonly credentials: readonly Credential[];
  /** Any access key is taken at its word, its signature unread (CA-27). */
  readonly acceptsAnyKey?: boolean;
  /** Signature version 1 only before 2013-05-12, version 4 only from then on (CA-24). */
  readonly pinsSchemes?: boolean;
}
