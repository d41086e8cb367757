/** The origin of the soak: answers with the generation its group has at the moment, whole, in parts, or not at all when it is known. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf, etagOf, GROUPS, objectAt } from './content.ts';
import { pathWithoutQuery } from './judgement.ts';

const RANGE = /^bytes=(\d+)-(\d+)$/;

export class SoakOrigin {
  readonly #generations = new Array<number>(GROUPS).fill(1);
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));
  asked = 0;

  async open(): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.keepAliveTimeout = 0;
    this.#server.listen(0, '127.0.0.1', resolve);
    await promise;
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on the objects of a group are others; answers with their generation. */
  renew(group: number): number {
    this.#generations[group]! += 1;
    return this.#generations[group]!;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.asked += 1;
    const path = pathWithoutQuery(request.url ?? '');
    const object = objectAt(path);
    if (object === null) return void response.writeHead(404).end();
    const generation = this.#generations[object.group]!;
    const age = object.isPassed ? 'no-store' : `max-age=${object.isBrief ? 1 : 3600}`;
    const headers = {
      ETag: etagOf(generation),
      'Cache-Control': age,
      'Content-Type': 'text/plain',
      'Accept-Ranges': 'bytes',
    };
    if (request.headers['if-none-match'] === headers.ETag) return void response.writeHead(304, headers).end();
    const body = bodyOf(path, generation);
    const [, first, last] = RANGE.exec(request.headers.range ?? '') ?? [];
    if (first === undefined)
      return void response.writeHead(200, { ...headers, 'Content-Length': body.length }).end(body);
    const part = body.subarray(Number(first), Number(last) + 1);
    const place = `bytes ${first}-${Number(first) + part.length - 1}/${body.length}`;
    response.writeHead(206, { ...headers, 'Content-Range': place, 'Content-Length': part.length }).end(part);
  }
}
