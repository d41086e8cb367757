/** One request as a scripted origin received it: the raw head, and its headers as a flat list. */
export interface RecordedRequest {
  readonly method: string;
  readonly target: string;
  /** `[name, value, …]` as received. */
  readonly headers: readonly string[];
  /** Request line and headers as they came, decoded as latin1, without the empty line. */
  readonly head: string;
  /** Which connection carried it, counted from 1. */
  readonly connection: number;
}

export function recordRequest(head: string, connection: number): RecordedRequest {
  const [requestLine = '', ...lines] = head.split('\r\n');
  const [method = '', target = ''] = requestLine.split(' ');
  const headers = lines.flatMap((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { method, target, headers, head, connection };
}

/** All values of one header, in order. */
export function received(request: Pick<RecordedRequest, 'headers'> | undefined, lowerName: string): string[] {
  const list = request?.headers ?? [];
  return list.filter((_, index) => index % 2 === 1 && list[index - 1]!.toLowerCase() === lowerName);
}
