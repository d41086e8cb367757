/** Who may sign a distribution's URLs, and with which key pairs (CA-109, CA-147). */
import type { ActiveTrustedSigners } from '../distribution/api-answers.ts';
import type { CacheBehavior } from '../distribution/distribution-config.ts';
import type { Signers } from '../signing/key-ring.ts';

type TrustedSigners = CacheBehavior['TrustedSigners'];

/** Accounts that no behavior enforces are left out (CA-145); one without key pairs is listed and cannot sign. */
export function activeTrustedSigners(
  lists: readonly TrustedSigners[],
  owner: string,
  signers: Signers,
): ActiveTrustedSigners {
  const listed = lists.filter(({ Enabled }) => Enabled).flatMap(({ AwsAccountNumbers }) => AwsAccountNumbers);
  const accounts = new Set(listed.map((account) => (account === owner ? 'self' : account)));
  const Signers = [...accounts].map((account) => ({
    AwsAccountNumber: account,
    KeyPairIds: keyPairIds(account === 'self' ? ['self', owner] : [account], signers),
  }));
  return { Enabled: Signers.some(({ KeyPairIds }) => KeyPairIds.length > 0), Signers };
}

function keyPairIds(accounts: readonly string[], signers: Signers): string[] {
  return [...new Set(accounts.flatMap((account) => [...(signers.get(account)?.keys() ?? [])]))];
}
