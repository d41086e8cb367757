/** The names a distribution answers to over TLS, for the certificate store. */

/** As much of a distribution as its names depend on; one of the file or of the control API. */
export interface NamedDistribution {
  readonly id: string;
  readonly domainName: string;
  readonly config: {
    readonly Aliases: readonly string[];
    readonly ViewerCertificate: { readonly IAMCertificateId: string | null };
  };
}

/**
 * Every server name of these distributions, lower case (VR-4), with the IAMCertificateId that its
 * viewers see. The id binds aliases only: the assigned name keeps edgefront's own certificate (VR-11).
 */
export function serverNames(
  distributions: readonly NamedDistribution[],
  hasLocalNames: boolean,
): Map<string, string | null> {
  const names = new Map<string, string | null>();
  for (const { id, domainName, config } of distributions) {
    for (const alias of config.Aliases) {
      names.set(alias.toLowerCase(), config.ViewerCertificate.IAMCertificateId);
    }
    const assigned = domainName.toLowerCase();
    names.set(assigned, null);
    if (!hasLocalNames) continue;
    names.set(`${assigned.split('.', 1)[0]}.localhost`, null);
    names.set(`${id.toLowerCase()}.localhost`, null);
  }
  return names;
}
