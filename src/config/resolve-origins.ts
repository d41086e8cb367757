/** The `origins:` of the configuration, resolved: folders found, trusted certificates and secrets read. */
import { X509Certificate } from 'node:crypto';
import type { OriginSettings } from '../routing/origin-settings.ts';
import type { S3Credentials } from '../routing/origin-target.ts';
import type { Draft } from '../schema/reading.ts';
import type { Configuration } from './configuration.ts';
import type { References } from './references.ts';
import { whole } from './whole.ts';

type Written = Draft<Configuration>;
type OriginForm = NonNullable<ReturnType<Configuration['origins']['get']>>;
type WrittenOrigin = Draft<OriginForm>;

/** Settings that mean nothing for a folder, and those that mean nothing without one. */
const NETWORK_ONLY = ['http', 'https', 'ca', 'credentials'] as const;
const FOLDER_ONLY = ['private', 'listing'] as const;

/** Origins by DomainName in lower case; those with problems are left out, the problems reported. */
export function resolveOrigins(written: Written, references: References): Map<string, OriginSettings> {
  const origins = new Map<string, OriginSettings>();
  const identities = knownIdentities(written);
  for (const [name, origin] of written.origins ?? []) {
    const at = `origins.${name}`;
    const domainName = name.toLowerCase();
    if (origins.has(domainName)) references.notes.report(at, 'is given twice, but for upper and lower case');
    if (origin === undefined) continue;
    checkCombination(at, origin, references);
    checkReaders(at, origin, { identities, references });
    const settings = resolveOrigin(at, origin, references);
    if (settings !== null) origins.set(domainName, settings);
  }
  return origins;
}

/** Ids of the file's origin access identities; null when the control API may know others. */
export function knownIdentities(written: Written): ReadonlySet<string> | null {
  if ((written.listen?.control ?? null) !== null || (written.listen?.controlTls ?? null) !== null)
    return null;
  return new Set(written.originAccessIdentities?.flatMap((identity) => identity?.id ?? []));
}

function checkCombination(at: string, origin: WrittenOrigin, { notes }: References): void {
  const isFolder = origin.directory !== null;
  for (const name of NETWORK_ONLY) {
    if (isFolder && (origin[name] ?? null) !== null) {
      notes.report(
        `${at}.${name}`,
        'has no meaning beside directory: a folder is not reached over the network',
      );
    }
  }
  for (const name of FOLDER_ONLY) {
    if (!isFolder && origin[name] === true)
      notes.report(`${at}.${name}`, 'has a meaning for a directory only');
  }
  if (origin.private === false && (origin.readers?.length ?? 0) > 0) {
    notes.report(`${at}.readers`, 'has a meaning only with private: true');
  }
}

function checkReaders(
  at: string,
  origin: WrittenOrigin,
  known: { readonly identities: ReadonlySet<string> | null; readonly references: References },
): void {
  for (const [index, reader] of (origin.readers ?? []).entries()) {
    if (reader === undefined || known.identities === null || known.identities.has(reader)) continue;
    known.references.notes.report(
      `${at}.readers[${index}]`,
      `${reader} is not one of originAccessIdentities`,
    );
  }
}

function resolveOrigin(at: string, origin: WrittenOrigin, references: References): OriginSettings | null {
  const { directory, ca } = origin;
  const folder = directory == null ? null : references.folder(`${at}.directory`, directory);
  const trusted = ca == null ? null : readAuthorities(`${at}.ca`, ca, references);
  const credentials = resolveCredentials(`${at}.credentials`, origin.credentials, references);
  const form = whole<OriginForm>(origin);
  if (form === null) return null;
  return {
    directory: folder,
    isPrivate: form.private,
    readers: form.readers,
    hasListing: form.listing,
    http: form.http,
    https: form.https,
    ca: trusted,
    pathStyle: form.pathStyle,
    region: form.region,
    credentials,
  };
}

function readAuthorities(at: string, path: string, references: References): string | null {
  const read = references.read(at, path);
  if (read === null) return null;
  try {
    new X509Certificate(read.bytes);
    return read.bytes.toString('utf8');
  } catch {
    references.notes.report(at, `${read.file} holds no certificate`);
    return null;
  }
}

function resolveCredentials(
  at: string,
  written: WrittenOrigin['credentials'],
  references: References,
): S3Credentials | null {
  if (written == null) return null;
  const secret = (name: string, text: string | null | undefined) =>
    text == null ? null : references.secret(`${at}.${name}`, text);
  const accessKeyId = secret('accessKeyId', written.accessKeyId);
  const secretAccessKey = secret('secretAccessKey', written.secretAccessKey);
  const sessionToken = secret('sessionToken', written.sessionToken);
  return accessKeyId === null || secretAccessKey === null
    ? null
    : { accessKeyId, secretAccessKey, sessionToken };
}
