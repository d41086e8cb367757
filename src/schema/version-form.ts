/** Which form a description has in one version of its document. A `null` version knows every element. */
import type { Description, Form } from './description.ts';

export type Version = string | null;

/** The description that holds in `version`, or `null` when the element does not exist there. */
export function formIn(description: Description, version: Version): Description | null {
  switch (description.kind) {
    case 'versioned': {
      const form = description.forms.findLast((candidate) => covers(candidate, version));
      return form === undefined ? null : formIn(form.content, version);
    }
    case 'renamed':
      return formIn(description.content, version);
    default:
      return description;
  }
}

/** All names an element is read under in `version`, besides its own. */
export function otherNames(description: Description, version: Version): readonly string[] {
  if (description.kind === 'renamed') return description.alsoNamed;
  if (description.kind !== 'versioned') return [];
  const form = description.forms.findLast((candidate) => covers(candidate, version));
  return form === undefined ? [] : otherNames(form.content, version);
}

/** What a version without the element reads in its place. */
export function valueElsewhere(description: Description): unknown {
  if (description.kind === 'versioned') return valueElsewhere(description.forms.at(-1)!.content);
  if (description.kind === 'renamed') return valueElsewhere(description.content);
  if (description.kind === 'optional') return description.fallback;
  return description.kind === 'repeated' ? [] : null;
}

/** Says when an element that `version` lacks exists. */
export function existenceOf(description: Description, version: string): string {
  const forms = description.kind === 'versioned' ? description.forms : [];
  const next = forms.find((form) => form.since !== null && form.since > version);
  if (next !== undefined) return `exists from API version ${next.since} on; this document is ${version}`;
  return `exists up to API version ${forms.at(-1)?.until}; this document is ${version}`;
}

function covers(form: Form, version: Version): boolean {
  if (version === null) return true;
  return (form.since === null || form.since <= version) && (form.until === null || form.until >= version);
}
