import { afterAll, expect, test } from 'vitest';
import { isApiVersion, NEWEST_VERSION, namespaceOf } from '../../src/distribution/api-version.ts';
import { headerValue, type RawResponse } from '../harness/raw-viewer.ts';
import { parseXml, type XmlElement } from './parsed-xml.ts';
import { RECORDED, type Recorded } from './recorded.ts';
import { EXPECTED } from './recorded-expectations.ts';
import { RecordedStore, replay } from './recorded-store.ts';

/** Which client's row a request is proof of. */
const CLIENTS: Record<string, string> = {
  'npm aws-sdk@1.0.0': 'CA-332',
  'npm aws-sdk@1.12.0': 'CA-332',
  'npm cloudfront@0.4.1': 'CA-333',
  'Debian s3cmd 2.3.0': 'CA-334',
  'Debian python3-boto 2.49.0': 'CA-335',
  'Debian ruby-fog-aws 3.15.0': 'CA-336',
  'Debian libjets3t-java 0.8.1': 'CA-337',
  'Debian cl-zs3 1.3.1': 'CA-338',
  'Debian ruby-aws-sdk 1.67.0': 'CA-339',
  'npm aws-sdk@2.1693.0': 'CA-340',
  'npm @aws-sdk/client-cloudfront@3.1162.0': 'CA-340',
  'Debian awscli 2.9.19': 'CA-340',
  'pip awscli 1.45.11': 'CA-340',
};

const CASES = EXPECTED.map(([line, status, statement, content]) => {
  const request = RECORDED[line - 1]!;
  const { client, method, target } = request;
  const title = `${statement} ${CLIENTS[client]}: line ${line}, ${client}, ${method} ${target}`;
  return { title, request, status, content };
});

test.each(CASES)('$title: $status $content', async ({ request, status, content }) => {
  using own = status < 300 && request.method !== 'GET' ? new RecordedStore(request) : null;
  const answer = await replay(request, own ?? storeToRead(request));
  expect({ status: answer.status, content: contentOf(answer) }).toEqual({ status, content });
  expect(headerValue(answer, 'x-amz-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  if (status >= 400) checkError(request, answer);
  if (status === 201) checkCreated(request, answer);
});

test('every recorded request has an expected answer', () => {
  expect(EXPECTED.map(([line]) => line)).toEqual(RECORDED.map(({ line }) => line));
  expect(RECORDED.filter(({ client }) => !Object.hasOwn(CLIENTS, client))).toEqual([]);
});

/** Requests that change nothing share a store: opening one takes longer than they do. */
const toRead = new Map<string, RecordedStore>();

function storeToRead(request: Recorded): RecordedStore {
  const name = `${request.api} ${/streaming/.test(request.target)}`;
  const store = toRead.get(name) ?? new RecordedStore(request);
  toRead.set(name, store);
  return store;
}

afterAll(() => {
  for (const store of toRead.values()) store[Symbol.dispose]();
});

/** The root element, or an error's code; empty without a body. */
function contentOf({ body }: RawResponse): string {
  if (body.length === 0) return '';
  const root = parseXml(body.toString());
  return root.name === 'ErrorResponse' ? textOf(root, 'Error', 'Code') : root.name;
}

function checkError({ api }: Recorded, answer: RawResponse): void {
  const root = parseXml(answer.body.toString());
  expect(root.namespace).toBe(namespaceOf(isApiVersion(api) ? api : NEWEST_VERSION));
  expect(textOf(root, 'RequestId')).toBe(headerValue(answer, 'x-amz-request-id'));
  expect(textOf(root, 'Error', 'Message')).not.toBe('');
}

function checkCreated({ target, api }: Recorded, answer: RawResponse): void {
  const root = parseXml(answer.body.toString());
  expect(root.namespace).toBe(`http://cloudfront.amazonaws.com/doc/${api}/`);
  const path = target.replace('//', '/');
  expect(headerValue(answer, 'location')).toBe(
    `https://cloudfront.amazonaws.com${path}/${textOf(root, 'Id')}`,
  );
  expect(headerValue(answer, 'etag') !== null).toBe(root.name !== 'Invalidation');
}

function textOf(root: XmlElement, ...path: string[]): string {
  const found = path.reduce<XmlElement | undefined>(
    (element, name) => element?.children.find((child) => child.name === name),
    root,
  );
  return found?.text ?? '';
}
