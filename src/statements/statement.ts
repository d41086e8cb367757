/**
 * One documented rule of CloudFront, of its delivery or of its control API. Its id is a name that code, tests
 * and `explain` share; its sentence says the rule in our own words. Rules are data: nothing here decides anything.
 */

/** When a rule holds: an era that edgefront delivers, or one of the two below. */
export type StatementEra =
  | '08' // API 2008-06-30
  | '10' // API 2010-08-01 and 2010-11-01
  | '12' // API 2012-05-05 to 2013-05-12
  | 'later' // CloudFront learned it after 2013-05-12
  | 'streaming'; // delivery over RTMP, which edgefront does not do

/** A rule as its family writes it down, under its id. */
export interface Rule {
  readonly eras: readonly StatementEra[];
  /** One sentence for a learner. */
  readonly sentence: string;
}

/** The rules of one family by id, in the order of their numbers. */
export type StatementFamily = Readonly<Record<string, Rule>>;

export interface Statement extends Rule {
  /** Family and number, such as `VR-27` or `TTL-17g`. */
  readonly id: string;
}

const EVERY: readonly StatementEra[] = ['08', '10', '12'];
const UNTIL_10: readonly StatementEra[] = ['08', '10'];
const FROM_10: readonly StatementEra[] = ['10', '12'];
const ONLY_08: readonly StatementEra[] = ['08'];
const ONLY_10: readonly StatementEra[] = ['10'];
const ONLY_12: readonly StatementEra[] = ['12'];
const LATER: readonly StatementEra[] = ['later'];
const STREAMING: readonly StatementEra[] = ['streaming'];

/** A rule of all three eras. */
export const every = (sentence: string): Rule => ({ eras: EVERY, sentence });

/** A rule of eras 08 and 10, which era 12 changed. */
export const until10 = (sentence: string): Rule => ({ eras: UNTIL_10, sentence });

/** A rule of eras 10 and 12. */
export const from10 = (sentence: string): Rule => ({ eras: FROM_10, sentence });

/** A rule of era 08 that later eras changed. */
export const only08 = (sentence: string): Rule => ({ eras: ONLY_08, sentence });

/** A rule of era 10 alone. */
export const only10 = (sentence: string): Rule => ({ eras: ONLY_10, sentence });

/** A rule of era 12. */
export const only12 = (sentence: string): Rule => ({ eras: ONLY_12, sentence });

/** A rule that is younger than era 12; listed so that no number is missing. */
export const later = (sentence: string): Rule => ({ eras: LATER, sentence });

/** A rule about delivery over RTMP. The control API of streaming distributions is in scope. */
export const streaming = (sentence: string): Rule => ({ eras: STREAMING, sentence });
