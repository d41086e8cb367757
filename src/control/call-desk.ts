/** One request to the control API and what becomes of it: understood, performed, answered. Sockets are the server's. */
import type { IncomingMessage } from 'node:http';
import { apiSchema } from '../distribution/api-schema.ts';
import { type ApiVersion, NEWEST_VERSION } from '../distribution/api-version.ts';
import { allHeaders, joinedHeader } from '../http/header-list.ts';
import { type Answer, errorAnswer, NOTHING, resultAnswer, schemaAnswer } from './answer.ts';
import { ApiError } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';
import { Authenticator } from './authentication/authenticator.ts';
import type { ControlOptions } from './control-options.ts';
import { readBody } from './request-body.ts';
import { findSubject, parseResourcePath, type Subject, versionOfPath } from './resource-path.ts';

/** A request on its way, with all that an answer to it must know. */
export interface Call {
  readonly request: IncomingMessage;
  readonly requestId: string;
  /** Decides the namespace of errors; the newest until the path has told another (CA-32). */
  version: ApiVersion;
}

const CLOUDFRONT = 'https://cloudfront.amazonaws.com';

/** Answers calls, in CloudFront's order of checks (CA-292); what follows authentication is `perform`'s. */
export class CallDesk {
  readonly #options: ControlOptions;
  readonly #authenticator: Authenticator;
  readonly #schemas = new Map<ApiVersion, string>();

  constructor(options: ControlOptions) {
    this.#options = options;
    this.#authenticator = new Authenticator(options);
  }

  open(request: IncomingMessage, requestId: string): Call {
    return { request, requestId, version: NEWEST_VERSION };
  }

  /** Never rejects for what a caller did, nor for what `perform` threw: those are answers. */
  async answer(call: Call): Promise<Answer> {
    try {
      return await this.#answer(call);
    } catch (error) {
      return errorAnswer(this.#asApiError(error, call.requestId), call.version, call.requestId);
    }
  }

  async #answer(call: Call): Promise<Answer> {
    const { request } = call;
    const path = parseResourcePath(request.url ?? '');
    call.version = versionOfPath(path);
    const subject = findSubject(request.method ?? '', path);
    checkHost(request);
    if (subject.kind === 'date') return NOTHING;
    if (subject.kind === 'schema') return schemaAnswer(this.#schema(subject.version));
    const result = this.#options.perform(await this.#understand(call, subject, path.query));
    return resultAnswer(result, subject.version, this.#options.locationBase ?? CLOUDFRONT);
  }

  async #understand(
    { request, requestId }: Call,
    { version, action, ids }: Subject & { kind: 'action' },
    query: ApiRequest['query'],
  ): Promise<ApiRequest> {
    this.#checkTransport();
    const { rawHeaders: headers, method = '', url: target = '' } = request;
    const now = this.#options.clock.realNow();
    const admission = this.#authenticator.admit({ head: { method, target, headers }, version, now });
    const body = await readBody(request);
    const caller = admission.confirm(body);
    const ifMatch = joinedHeader(headers, 'if-match') ?? null;
    return { version, action, ids, query, ifMatch, body, caller, requestId };
  }

  #checkTransport(): void {
    if (this.#options.refusesPlainHttp !== true || this.#options.tls !== null) return;
    throw new ApiError('AccessDenied', 'This service is not available over plain HTTP; use HTTPS.');
  }

  #schema(version: ApiVersion): string {
    const known = this.#schemas.get(version);
    if (known !== undefined) return known;
    const schema = apiSchema(version);
    this.#schemas.set(version, schema);
    return schema;
  }

  #asApiError(error: unknown, requestId: string): ApiError {
    if (error instanceof ApiError) return error;
    this.#options.onMistake(error, requestId);
    return new ApiError('InternalServerError', 'edgefront made a mistake; its log says more.');
  }
}

/** HTTP/1.1 needs one Host (RFC 9112 §3.2, CA-12), and it is signed. */
function checkHost({ rawHeaders, httpVersion }: IncomingMessage): void {
  const count = allHeaders(rawHeaders, 'host').length;
  if (count === 1 || (count === 0 && httpVersion === '1.0')) return;
  throw new ApiError('InvalidHTTPRequest', 'A request has exactly one Host header.');
}
