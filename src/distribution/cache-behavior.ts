/** The rules for the paths that match a pattern. */
import {
  counted,
  type Infer,
  members,
  optional,
  record,
  repeated,
  since,
  sparse,
} from '../schema/description.ts';
import { boolean, integer, oneOf, respelled, text } from '../schema/scalar.ts';
import {
  MAX_COOKIE_NAMES,
  MAX_MIN_TTL_SECONDS,
  MAX_PATH_PATTERN_LENGTH,
  MAX_TRUSTED_SIGNERS,
} from './limits.ts';

/** `self` for the distribution's owner, or an account number without dashes (CA-73, CA-323). */
const accountNumber = respelled(
  { Self: 'self', SELF: 'self' },
  text({
    isMember: true,
    pattern: /^(self|\d{1,20})$/,
    says: 'must be self or an AWS account number without dashes',
  }),
);

const SIGNERS = { max: MAX_TRUSTED_SIGNERS, tooMany: 'TooManyTrustedSigners' } as const;

/** Who may sign, beside the word that says whether signatures count. */
export const signerAccounts = members('AwsAccountNumber', accountNumber, SIGNERS);

/** The same as flat documents write it. */
export const flatSignerAccounts = repeated(accountNumber, SIGNERS);

/** A token of HTTP (RFC 6265 §4.1.1). */
export const cookieName = text({
  isMember: true,
  pattern: /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/,
  says: 'must be the name of a cookie',
});

const Cookies = record({
  Forward: optional(oneOf('none', 'whitelist', 'all'), 'none'),
  WhitelistedNames: sparse(
    counted('Name', cookieName, { max: MAX_COOKIE_NAMES, tooMany: 'TooManyCookieNamesInWhiteList' }),
    [],
  ),
});

const ForwardedValues = record({
  QueryString: optional(boolean, false),
  Cookies: since('2012-07-01', optional(Cookies, { Forward: 'none', WhitelistedNames: [] })),
});

const TrustedSigners = record({ Enabled: boolean, AwsAccountNumbers: signerAccounts });

const behaviorFields = {
  TargetOriginId: text({ min: 1 }),
  ForwardedValues: optional(ForwardedValues, {
    QueryString: false,
    Cookies: { Forward: 'none', WhitelistedNames: [] },
  }),
  TrustedSigners: optional(TrustedSigners, { Enabled: false, AwsAccountNumbers: [] }),
  // One place of the guide spells the value `https`; it means the other (VR-25, D-14).
  ViewerProtocolPolicy: respelled({ https: 'https-only' }, oneOf('allow-all', 'https-only')),
  MinTTL: optional(integer({ min: 0, max: MAX_MIN_TTL_SECONDS }), 0),
};

/** Applies where no pattern matches; it has no pattern of its own. */
export const DefaultCacheBehavior = record(behaviorFields);

export const CacheBehavior = record({
  // `?` stands for one character, though the guide's list of characters leaves it out (VR-31, D-14).
  PathPattern: text({
    min: 1,
    max: MAX_PATH_PATTERN_LENGTH,
    pattern: /^[A-Za-z0-9_\-.*$/~"'@:+&?]*$/,
    says: `must consist of letters, digits and _ - . * $ / ~ " ' @ : + & ?`,
  }),
  ...behaviorFields,
});
export type CacheBehavior = Infer<typeof CacheBehavior>;
