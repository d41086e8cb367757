/** Asks for explanations without HTTP in between. */
import { explain } from '../../../src/admin/explain/explain.ts';
import type { Explanation } from '../../../src/admin/explain/explanation.ts';
import { readQuestion } from '../../../src/admin/explain/question.ts';
import type { DistributionConfig } from '../../../src/distribution/distribution-config.ts';
import { distribution, Setting } from '../setting.ts';

export interface Asked {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly clientAddress?: string;
}

export function ask(setting: Setting, request: Asked): Explanation {
  return explain({ edges: setting.edges, viewerChoosesEdge: true, isLive: true }, readQuestion(request));
}

/** Of edge locations that hold nothing. */
export function explained(request: Asked, differences: Partial<DistributionConfig> = {}): Explanation {
  return ask(new Setting([distribution(differences)]), request);
}

export function ids(rules: readonly { readonly id: string }[]): string[] {
  return rules.map(({ id }) => id);
}
