/** The `certificates:` of the configuration, resolved: PEM read and proved usable. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Draft } from '../schema/reading.ts';
import type { Configuration } from './configuration.ts';
import type { References, ReferredFile } from './references.ts';
import { type Holding, reportRepeated } from './repetition.ts';
import type { CertificateSettings } from './settings.ts';

type Written = Draft<Configuration>;

/** Every certificate that can be read and whose key is its own; the others are reported. */
export function resolveCertificates(written: Written, references: References): CertificateSettings[] {
  const resolved: CertificateSettings[] = [];
  for (const [index, certificate] of (written.certificates ?? []).entries()) {
    const settings = certificate && resolveCertificate(`certificates[${index}]`, certificate, references);
    if (settings) resolved.push(settings);
  }
  reportRepeated(references.notes, 'is the id of', iamCertificateIds(written));
  return resolved;
}

/** The ids that distributions may be bound to, by where they stand. */
export function iamCertificateIds(written: Written): Holding[] {
  return (written.certificates ?? []).flatMap((certificate, index) => {
    const owner = `certificates[${index}]`;
    const value = certificate?.iamCertificateId ?? null;
    return value === null ? [] : [{ at: `${owner}.iamCertificateId`, value, owner }];
  });
}

function resolveCertificate(
  at: string,
  { cert, key, iamCertificateId }: Draft<Configuration['certificates'][number]>,
  references: References,
): CertificateSettings | null {
  const certFile = cert === undefined ? null : references.read(`${at}.cert`, cert);
  const keyFile = key === undefined ? null : references.read(`${at}.key`, key);
  if (certFile === null || keyFile === null) return null;
  const fault = certificateFault(certFile, keyFile);
  if (fault !== null) {
    references.notes.report(`${at}.${fault.member}`, fault.message);
    return null;
  }
  return {
    cert: certFile.bytes.toString('utf8'),
    key: keyFile.bytes.toString('utf8'),
    iamCertificateId: iamCertificateId ?? null,
    file: certFile.file,
  };
}

interface Fault {
  readonly member: 'cert' | 'key';
  readonly message: string;
}

function certificateFault(cert: ReferredFile, key: ReferredFile): Fault | null {
  const certificate = attempt(() => new X509Certificate(cert.bytes));
  if (certificate === null) return { member: 'cert', message: `${cert.file} holds no certificate in PEM` };
  const privateKey = attempt(() => createPrivateKey(key.bytes));
  if (privateKey === null) {
    return { member: 'key', message: `${key.file} holds no private key in PEM without a passphrase` };
  }
  if (!certificate.checkPrivateKey(privateKey)) {
    return { member: 'key', message: `${key.file} is not the key of ${cert.file}` };
  }
  const context = attempt(() => createSecureContext({ cert: cert.bytes, key: key.bytes }));
  return context === null ? { member: 'cert', message: `${cert.file} cannot be used for TLS` } : null;
}

function attempt<T>(task: () => T): T | null {
  try {
    return task();
  } catch {
    return null;
  }
}
