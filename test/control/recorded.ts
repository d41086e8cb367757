/** Requests that real clients sent to a recording stub, all signed with the key pair of CloudFront's old guide. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credential } from '../../src/control/authentication/credential.ts';
import { parseTimeStamp } from '../../src/control/authentication/time-stamp.ts';
import { findHeader, type HeaderList } from '../../src/http/header-list.ts';

/** The pair of CA-19. */
export const CREDENTIAL: Credential = {
  accessKeyId: '0PN5J17HBGZHT7JJ3X82',
  secretAccessKey: '/Ml61L9VxlzloZ091/lkqVV5X1/YvaJtI9hW4Wr9',
  account: '111122223333',
};

/** A client's request, to the byte. */
export interface Recorded {
  /** In the file, the first request being line 1. */
  readonly line: number;
  readonly client: string;
  /** The version in its path. */
  readonly api: string;
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: string;
  /** When it was signed, in epoch ms. */
  readonly signedAt: number;
}

interface Line {
  readonly client: string;
  readonly api: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export const RECORDED: readonly Recorded[] = readRecorded();

function readRecorded(): Recorded[] {
  const file = join(import.meta.dirname, '..', 'fixtures', 'recorded-requests.jsonl');
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((text, index) => {
    const { client, api, method, target, headers, body } = JSON.parse(text) as Line;
    const flat = headers.flat();
    const date = findHeader(flat, 'x-amz-date') ?? findHeader(flat, 'date') ?? '';
    const signedAt = parseTimeStamp(date) ?? Number.NaN;
    return { line: index + 1, client, api, method, target, headers: flat, body, signedAt };
  });
}
