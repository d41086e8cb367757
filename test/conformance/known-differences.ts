/**
 * Statements that edgefront departs from on purpose, wholly or in one corner, each with the reason.
 * A row here may be tested as well; it is still shown as a difference, so that nobody is surprised.
 */

export const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'VR-31': 'A path pattern may also hold ?, which the set of characters forgets and the matching rules use.',
  'OR-6':
    'Requests to S3 are signed with version 4 of its signatures: version 2 is no longer accepted anywhere.',
  'OR-8':
    'Origins are asked in HTTP/1.1 in every era, which the statement allows; chunked answers are understood.',
  'OR-9': 'TLS versions and ciphers of 2012 are gone from every library; the rest of the rule holds.',
  'OR-15':
    'A request whose Via already names this edge location, or has too many hops, is refused: it would go round for ever.',
  'OR-28':
    "A fetch that others may share carries none of the viewer's conditions; only one that passes through does.",
  'OR-30':
    'What would frame a body is dropped, as there is none, and Request-Range too: a part for one viewer would break the object for all.',
  'OR-47':
    'A miss goes on while anyone still reads it, and a range viewer who has its part has not left; only a fetch without readers stops.',
  'TTL-26':
    'An error that is never kept (401, 410, 429, …) drops the stale object and is not stored in its place.',
  'ER-23': 'Error pages have the later form of ER-22 in every era: status and request id help the reader.',
  'ER-31': 'The old text is kept for a full queue to an origin (503); the later pages say more of the rest.',
  'RG-3': 'A later part asked for while the whole object is on its way is served from that fetch.',
  'RG-12': 'A fetch that others may share carries no If-Range; the edge answers it from what it gets.',
  'RH-6': 'Every answer names its edge location in X-Amz-Cf-Pop: a simulator should show who answered.',
  'RH-7': 'A viewer who waited for a fill is a Hit without Age: its object was not in the cache before.',
  'SU-13': 'A policy is tried with Host as sent, then without its port: local listeners seldom have port 80.',
  'SU-18': 'IPv6 ranges are accepted too, and IPv4 addresses written as IPv6 are compared as IPv4.',
  'AL-2':
    "Prefix and distribution are joined as they are, as CloudFront's own example of a prefix shows; no slash is added.",
  'AL-41':
    'DEL, which CloudFront leaves as it is, is encoded like the controls below it: logs end up on terminals.',
  'IN-3': 'A * in a path given to the admin port stands for anything, wherever in the path it is (IN-13).',
  'IN-6': 'An invalidation on the admin port is complete on every edge location when it answers.',
  'IN-20': 'edgefront counts usage, not money.',
  'ED-14': 'No method of these eras sends a body to an origin, so its usage type never appears.',
  'ED-19': 'edgefront bills nobody for invalidations or certificates, so neither is in the usage report.',
  'ED-9':
    'The viewer or the first covered entry of the configuration picks the edge location; one outside the price class refuses.',
  'LQ-1': 'A configuration file may list more than a hundred; the control API then makes no more.',
  'LQ-10': 'As many key pairs count for an account as the configuration lists.',
  'LQ-11':
    'A configuration file may list more than a hundred; the control API then makes no more identities.',
  'LQ-20': 'No rate is enforced unless one is configured: a development machine should not refuse its owner.',
  'CA-71': 'A key pair has whatever id the configuration gives it: tests may want a shorter one.',
  'CA-72': 'A certificate has whatever id of letters and digits the configuration gives it.',
  'CA-185':
    'An edge location serves what has arrived at it; Deployed only tells that every other has it too.',
  'CA-221': 'Shorter names of buckets are accepted: real clients and their examples use them.',
  'CA-228':
    'The limits of an account, of running batches and of a page are settings; those of one document are fixed.',
  'CA-242': 'Every action of these versions is there, so nothing is answered with NotImplemented.',
  'CA-272': 'No source says how many certificates are too many, so TooManyCertificates is never raised.',
  'CA-326':
    'Misprints that ask nothing of a program; the documents that are written and read show the right form.',
  'CA-343': 'There is no setting that insists on every element: real clients of the time leave some out.',
};
