/** Why an origin did not deliver, in words that refusals, diagnostics and explain share. */

export type OriginFaultKind =
  | 'dns' // its name has no address
  | 'refused' // it, or something before it, turned the connection away
  | 'tls' // the handshake failed, or its certificate is not trusted (OR-9)
  | 'connect-timeout' // no connection in time
  | 'response-timeout' // connected, then silent for too long, before or within the body (OR-37)
  | 'closed' // it hung up before a complete head
  | 'invalid-response' // what it sent is not HTTP
  | 'header-too-big' // its head is longer than the limit (CP-17)
  | 'busy' // the edge has too many requests waiting for it already, or no socket or file left (D-12)
  | 'truncated' // its body ended before its announced end (OR-46)
  | 'too-large'; // its body is longer than an object may be (CP-15)
