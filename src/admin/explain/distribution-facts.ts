/** Which distribution answers to the Host, how it was found, or why none does. */
import type { CompiledDistribution } from '../../routing/compiled-distribution.ts';
import type { Decision } from './decision.ts';
import { type CitedRule, citedRules } from './rule.ts';

export interface DistributionFacts {
  readonly host: string;
  /** Null: nobody answers to the Host here. */
  readonly id: string | null;
  readonly domainName: string | null;
  readonly era: string | null;
  /** How the Host was matched, or why it was not. */
  readonly because: string;
  /** Null unless the default root object took the place of `/`. */
  readonly rootObjectPath: string | null;
  readonly rules: readonly CitedRule[];
}

/** Null when the request was refused before anyone looked at its Host. */
export function distributionFacts(decision: Decision): DistributionFacts | null {
  const { distribution, refusal } = decision;
  if (distribution === null) return refusal?.statement === 'VR-7' ? unmatched(decision) : null;
  const isRoot = decision.path !== decision.viewerPath;
  return {
    host: decision.question.host,
    id: distribution.id,
    domainName: distribution.domainName,
    era: distribution.era,
    because: howMatched(decision.hostName, distribution),
    rootObjectPath: isRoot ? distribution.rootObjectPath : null,
    rules: citedRules('VR-1', ...rootRules(decision, distribution)),
  };
}

function rootRules({ viewerPath }: Decision, { era, rootObjectPath }: CompiledDistribution): string[] {
  if (viewerPath !== '/') return [];
  if (era === '08') return ['VR-39'];
  return rootObjectPath === null ? ['VR-38'] : ['VR-35', 'VR-36'];
}

function howMatched(hostName: string, distribution: CompiledDistribution): string {
  if (distribution.domainName.toLowerCase() === hostName) return 'the Host is its domain name';
  if (distribution.aliases.some((alias) => alias.toLowerCase() === hostName))
    return 'the Host is an alias of it';
  if (hostName.endsWith('.localhost')) return 'the Host is its local name';
  return 'the Host is this machine, and there is no other distribution';
}

function unmatched({ edge, hostName, question }: Decision): DistributionFacts {
  const found = edge.table.find(hostName);
  const [because, ...ids] = found === null ? whyNot(hostName, edge.table.distributions) : NO_HTTPS;
  const nothing = { id: null, domainName: null, era: null, rootObjectPath: null };
  return { host: question.host, ...nothing, because, rules: citedRules(...ids) };
}

type Reason = readonly [because: string, ...rules: string[]];

const NO_HTTPS: Reason = ['era 08 has no HTTPS', 'VR-11', 'VR-7'];

function whyNot(hostName: string, held: readonly CompiledDistribution[]): Reason {
  const named = held.find((one) => namesOf(one).includes(hostName));
  if (named === undefined) {
    const known = held.flatMap(namesOf).join(', ') || 'there is no distribution';
    return [`no distribution has this name; known here: ${known}`, 'VR-1', 'VR-7'];
  }
  if (!named.isEnabled) return [`${named.id} has this name but is disabled`, 'VR-8', 'VR-7'];
  return [`${named.id} has this name, but its ${named.priceClass} does not cover this place`, 'D-15', 'VR-7'];
}

function namesOf({ domainName, aliases }: CompiledDistribution): string[] {
  return [domainName, ...aliases].map((name) => name.toLowerCase());
}
