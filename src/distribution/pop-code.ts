/** What an edge location is called. */
import { text } from '../schema/scalar.ts';

/** A POP code, as in `IAD2` or `FRA6-C1` (ED-4). */
export const popCode = text({
  pattern: /^[A-Z][A-Z0-9-]{1,31}$/,
  says: 'must be a POP code: capital letters, digits and hyphens, such as IAD2',
});
