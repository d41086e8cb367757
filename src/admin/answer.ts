/** What the operator's window answers: a value, written to the connection in one place. */
import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Methods the path knows, for a 405. */
  readonly allow?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Takes the connection over once head and body are written, and ends it. */
  readonly follow?: (response: ServerResponse) => void;
}

/** What was asked for cannot be done; `expected` says what would have been. */
export class AdminRefusal extends Error {
  readonly status: number;
  readonly expected: string;
  readonly allow: string | null;

  constructor(status: number, message: string, expected: string, allow: string | null = null) {
    super(message);
    this.status = status;
    this.expected = expected;
    this.allow = allow;
  }
}

export function json(value: unknown, status = 200): Answer {
  const body = `${JSON.stringify(value, null, 2)}\n`;
  return { status, contentType: 'application/json; charset=utf-8', body };
}

export function text(body: string, contentType: string): Answer {
  return { status: 200, contentType, body };
}

/** `{"error": …, "expected": …}`. */
export function refused({ status, message, expected, allow }: AdminRefusal): Answer {
  const answer = json({ error: message, expected }, status);
  return allow === null ? answer : { ...answer, allow };
}
