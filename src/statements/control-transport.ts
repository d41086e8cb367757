/** CA-1…CA-36: how the control API is reached, who may call, and what every answer looks like. */
import { every, type StatementFamily } from './statement.ts';

export const CONTROL_TRANSPORT: StatementFamily = {
  // Transport, paths and versions.
  'CA-1': every('The control API speaks REST over HTTP/1.0 and HTTP/1.1, with bodies of UTF-8 XML.'),
  'CA-2': every('Calls come over HTTPS; those over plain HTTP can be refused.'),
  'CA-3': every('The first segment of a path is the date of a version; only /date does without.'),
  'CA-4': every('Repeated slashes count as one, and a last slash as none.'),
  'CA-5': every('Paths tell upper from lower case, but for the segment cloudfront.'),
  'CA-6': every('Six versions are served: two before custom origins, one with them, three with Quantity.'),
  'CA-7': every('A date of no version is NoSuchVersion, any other first segment InvalidURI.'),
  'CA-8': every('Each version has a namespace of its own, and a schema under that address.'),
  'CA-9': every('The version of a request is that of its path, whatever namespace its body has.'),
  'CA-10': every('A request may leave out the XML declaration; every answer has it.'),
  'CA-11': every('A document type or an entity declaration is refused, and nothing is fetched for one.'),
  // Headers of requests, and signatures.
  'CA-12': every('A call has Authorization, a date and a Host; writes add their length and If-Match.'),
  'CA-13': every('Any Content-Type will do, and none.'),
  'CA-14': every('A creation or an update without a body is MissingBody.'),
  'CA-15': every('Bodies may come in chunks, and a Content-Length of 0 on any method.'),
  'CA-16': every('Version 1 signs the date alone, with HMAC-SHA1 in base64 behind AWS and the key id.'),
  'CA-17': every('Where X-Amz-Date is sent it is what is signed, and Date is not looked at.'),
  'CA-18': every('Dates are signed as they stand and understood in all three old forms, zones included.'),
  'CA-19': every('The example of the old guide has the signature that the guide prints.'),
  'CA-20': every('Dates of real clients have the signatures that those clients sent.'),
  'CA-21': every('A signature is good for 15 minutes before and after; the refusal repeats the date.'),
  'CA-22': every('Anyone may ask /date for the time of the server, which is in the Date header.'),
  'CA-23': every('Of all that may be wrong with a signature, the first in a fixed order is told.'),
  'CA-24': every('Signatures of version 4 are as good as those of version 1, in each version of the API.'),
  'CA-25': every('Version 4 signs method, path, Host, the headers it names, and the body.'),
  'CA-26': every('A security token may come along and says nothing, unless the key has one.'),
  'CA-27': every('Keys, accounts and who has signed up are configuration; checks can be switched off.'),
  // What every answer has.
  'CA-28': every('Every answer has a request id under two names, and an error has it in its body too.'),
  'CA-29': every('Answers are text/xml, errors application/xml.'),
  'CA-30': every('Head and body of an answer are sent together.'),
  'CA-31': every('An error names Type, Code and Message in this order, then its RequestId.'),
  'CA-32': every('The Type is Sender for faults of the caller and Receiver for ours.'),
  'CA-33': every('An error has a status of its own kind, never one of success.'),
  'CA-34': every('A creation tells the address of what it made in Location, on a base that can be set.'),
  'CA-35': every('ETags are sent without quotes, with whatever is read or written and can be updated.'),
  'CA-36': every('No answer says anything about caching.'),
};
