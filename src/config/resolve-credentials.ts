/** The `credentials:` of the configuration, resolved: secrets read from the environment where they are named. */
import type { Credential } from '../control/authentication/credential.ts';
import type { Draft } from '../schema/reading.ts';
import type { Configuration } from './configuration.ts';
import type { References } from './references.ts';
import { type Holding, reportRepeated } from './repetition.ts';

/** Who may call the control API; those with problems are left out, the problems reported. */
export function resolveCredentials(written: Draft<Configuration>, references: References): Credential[] {
  const resolved: Credential[] = [];
  const ids: Holding[] = [];
  for (const [index, credentials] of (written.credentials ?? []).entries()) {
    const at = `credentials[${index}]`;
    const secret = (name: 'accessKeyId' | 'secretAccessKey' | 'sessionToken') => {
      const text = credentials?.[name];
      return text == null ? null : references.secret(`${at}.${name}`, text);
    };
    const accessKeyId = secret('accessKeyId');
    const secretAccessKey = secret('secretAccessKey');
    const sessionToken = secret('sessionToken');
    const account = credentials?.account;
    const isSubscribed = credentials?.optedIn ?? true;
    if (accessKeyId !== null) ids.push({ at: `${at}.accessKeyId`, value: accessKeyId, owner: at });
    if (accessKeyId === null || secretAccessKey === null || account === undefined) continue;
    const token = sessionToken === null ? {} : { sessionToken };
    resolved.push({ accessKeyId, secretAccessKey, account, isSubscribed, ...token });
  }
  reportRepeated(references.notes, 'is the access key id of', ids);
  return resolved;
}
