/** `edgefront sign`: a signed URL for whoever holds a key pair's private key. */
import { SigningError, signUrl } from '../signing/sign.ts';
import { readInputFile } from './input-file.ts';
import { BadInput, type Terminal } from './terminal.ts';
import { parseWhen } from './when.ts';

export interface SignOptions {
  /** The private key's file, PEM. */
  readonly key: string;
  readonly keyPairId: string;
  /** A WHEN; needed unless there is a policy. */
  readonly expires?: string;
  readonly starts?: string;
  /** Viewers' addresses as CIDR. */
  readonly ip?: string;
  /** A custom policy's file. It says itself when it ends, so `expires` is not used beside it. */
  readonly policy?: string;
}

/** Prints the URL with its signature: a custom policy exactly when `starts`, `ip` or `policy` is given. Throws BadInput. */
export function signCommand(url: string, options: SignOptions, terminal: Terminal): void {
  const nowMs = terminal.clock.now();
  const identity = { keyPairId: options.keyPairId, privateKey: readInputFile(options.key) };
  const grant =
    options.policy === undefined
      ? { expires: parseWhen(neededExpires(options), '--expires', nowMs), ip: options.ip }
      : { policy: readInputFile(options.policy), ip: options.ip };
  const starts = options.starts === undefined ? undefined : parseWhen(options.starts, '--starts', nowMs);
  if (options.policy !== undefined && options.expires !== undefined) {
    terminal.complain('--expires is not used: the policy says when it ends');
  }
  try {
    terminal.print(signUrl(url, { ...identity, ...grant, starts }));
  } catch (error) {
    throw error instanceof SigningError ? new BadInput(error.message) : error;
  }
}

function neededExpires(options: SignOptions): string {
  if (options.expires !== undefined) return options.expires;
  throw new BadInput('--expires WHEN is needed, unless --policy FILE is given');
}
