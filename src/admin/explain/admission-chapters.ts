/** Who answers, by which rules, and whether this viewer may ask: the chapters before the cache. */
import type { AccessFacts, SignatureFacts } from './access-facts.ts';
import type { BehaviorFacts } from './behavior-facts.ts';
import type { Chapter } from './chapter.ts';
import type { DistributionFacts } from './distribution-facts.ts';

export function distributionChapter(facts: DistributionFacts): Chapter {
  const lines =
    facts.id === null
      ? [`Nobody answers to ${facts.host}: ${facts.because}.`]
      : [`${facts.id} (${facts.domainName}, era ${facts.era}): ${facts.because}.`];
  if (facts.rootObjectPath !== null)
    lines.push(`/ stands for its default root object, ${facts.rootObjectPath}.`);
  return { title: 'Distribution', lines, rules: facts.rules };
}

export function behaviorChapter({ path, tried, rules }: BehaviorFacts): Chapter {
  const lines = tried.map(({ pathPattern, matches }) => `${pathPattern}: ${verdictOn(matches)}`);
  return { title: `Cache behavior of ${path}`, lines, rules };
}

function verdictOn(matches: boolean | null): string {
  if (matches === null) return 'not tried';
  return matches ? 'matches' : 'does not match';
}

export function accessChapter(facts: AccessFacts): Chapter {
  const lines = [facts.isAdmitted ? 'The viewer may have it.' : 'The viewer is refused.'];
  lines.push(facts.isHttpsOnly ? 'HTTPS only.' : 'HTTP and HTTPS are both fine.');
  if (!facts.needsSignature) lines.push('No signature is needed.');
  else if (facts.signature === null) lines.push('A signature is needed; it was not looked at.');
  else lines.push(...signatureLines(facts.signature));
  return { title: 'Access', lines, rules: facts.rules };
}

function signatureLines(facts: SignatureFacts): string[] {
  const { verdict, keyPairId, isKeyKnown, policy, resource, before, after, isAddressAllowed } = facts;
  const lines = [`A signature is needed; the verdict on this one is ${verdict}.`];
  const known = isKeyKnown ? 'a key of the signers' : 'no key of the signers';
  lines.push(keyPairId === null ? 'There is no Key-Pair-Id.' : `Key pair ${keyPairId}: ${known}.`);
  lines.push(policy === 'none' ? 'There is no policy.' : `The policy is ${policy}.`);
  if (resource !== null) lines.push(`It opens ${resource}.`);
  if (after !== null) lines.push(`It opens after ${after}.`);
  if (before !== null) lines.push(`It opens before ${before}.`);
  if (isAddressAllowed !== null)
    lines.push(`The viewer's address is ${isAddressAllowed ? '' : 'not '}in its range.`);
  if (facts.isOnlyTheTimeWrong) lines.push('Nothing but the time is wrong.');
  return lines;
}
