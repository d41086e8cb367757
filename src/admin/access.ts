/**
 * Who may come in. From this machine, asking for it by a loopback name: everyone. From anywhere else: who brings
 * the token. And nobody on behalf of another site's page: such a page cannot read, since no answer allows another
 * origin and the Host must be one of ours; it cannot change anything, since that takes a Content-Type that browsers
 * do not send for strangers; and where a browser says whose page asks, it is refused before all that.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../http/loopback.ts';
import type { AdminOptions } from './admin-options.ts';
import { AdminRefusal, type Answer, text } from './answer.ts';
import { hostNameOf, isExpectedHost } from './host-guard.ts';

const COOKIE = 'edgefront';

/** What the request is for. */
interface Errand {
  readonly path: string;
  readonly query: URLSearchParams;
}

export class Access {
  readonly #hosts: readonly string[];
  readonly #token: Buffer | null;
  /** What a browser keeps: it opens the window, and does not tell the token to other ports of the same name. */
  readonly #cookie: Buffer;

  constructor({ hosts, token }: Pick<AdminOptions, 'hosts' | 'token'>) {
    this.#hosts = hosts;
    this.#token = token === null ? null : digest(token);
    this.#cookie = digest(`cookie of ${token}`);
  }

  /** Throws a 401 or 403; null: come in. An answer: the token came with the URL, which is not to keep it. */
  check(request: IncomingMessage, errand: Errand): Answer | null {
    this.#checkHost(request);
    checkSite(request, errand.path);
    if (this.#token === null || isAtHome(request)) return null;
    const offered = errand.query.get('token');
    if (errand.path === '/' && offered !== null && this.#opens(offered)) return this.#entry();
    const [, bearer] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (bearer !== undefined && this.#opens(bearer)) return null;
    const [, cookie] = COOKIE_FORM.exec(request.headers.cookie ?? '') ?? [];
    if (cookie !== undefined && timingSafeEqual(Buffer.from(cookie, 'hex'), this.#cookie)) return null;
    throw new AdminRefusal(401, 'this window takes a token', 'Authorization: Bearer TOKEN, or /?token=TOKEN');
  }

  #checkHost({ headers }: IncomingMessage): void {
    if (isExpectedHost(headers.host, this.#hosts)) return;
    const expected = 'a loopback name or address, or a name of trust.adminHosts';
    throw new AdminRefusal(403, 'the Host is not one this window answers to', expected);
  }

  #opens(offered: string): boolean {
    return this.#token !== null && timingSafeEqual(digest(offered), this.#token);
  }

  /**
   * Lax, because who follows a link from elsewhere, as from a letter, is sent on to `/` as a stranger, and with Strict
   * would stand there without the cookie. All that Lax sends for strangers are links, and a link changes nothing.
   */
  #entry(): Answer {
    const cookie = `${COOKIE}=${this.#cookie.toString('hex')}; Path=/; HttpOnly; SameSite=Lax`;
    const headers = { Location: '/', 'Set-Cookie': cookie };
    return { ...text('', 'text/plain; charset=utf-8'), status: 303, headers };
  }
}

const COOKIE_FORM = new RegExp(`(?:^|; *)${COOKIE}=([0-9a-f]{64})(?:;|$)`);

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** A proxy on this machine that brings others along asks for another name than this machine's. */
function isAtHome({ socket, headers }: IncomingMessage): boolean {
  return isLoopback(socket.remoteAddress ?? '') && isLoopback(hostNameOf(headers.host) ?? '');
}

/** Another site may lead here by a link, and that is all; another port of the same name is another site. */
function checkSite({ headers, method }: IncomingMessage, path: string): void {
  const site = headers['sec-fetch-site'];
  const isStranger = site !== undefined && site !== 'same-origin' && site !== 'none';
  const isLink = method === 'GET' && path === '/' && headers['sec-fetch-mode'] === 'navigate';
  const isForeign = headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host);
  if (!isForeign && (!isStranger || isLink)) return;
  throw new AdminRefusal(403, "another site's page asks", 'a page of this window, or no page at all');
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return origin.replace(/^https?:\/\//i, '').toLowerCase() === host?.toLowerCase();
}
