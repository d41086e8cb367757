/**
 * Node's HTTP, by another way in than `import 'node:http'`: that hands out every name, WebSocket too, and so loads a
 * whole second HTTP client before the first line runs. A start to first answer took 50 ms more, of 400.
 */
import type * as Http from 'node:http';

const http = process.getBuiltinModule('node:http');

export const { createServer, request, ServerResponse, STATUS_CODES } = http;
export type ServerResponse = Http.ServerResponse;
