/** A call refused: thrown anywhere in the room, written as an ErrorResponse in one place (CA-31). */
import { ERROR_STATUS, type ErrorCode } from '../distribution/error-code.ts';

export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;

  /** Clients show the message to people: let it name what was wrong (CA-285). */
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
    this.status = ERROR_STATUS[code];
  }
}
