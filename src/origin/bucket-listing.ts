/**
 * S3's listing of a bucket folder, for folders that allow it: keys in the order of their bytes, a thousand
 * at a time, continued from `marker`. Links are left out, so the walk stays inside and ends. Folders that can have none
 * of the keys asked for are not read: a page of a listing costs what is on it, not the whole bucket.
 */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findParameter } from '../http/query-string.ts';
import { entityTag } from './object-file.ts';
import { xmlElements } from './s3-answer.ts';

const MAX_KEYS = 1000;
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export interface ListedBucket {
  readonly name: string;
  readonly root: string;
}

/** Which keys are listed: all that begin so and come behind the marker. */
interface Wish {
  readonly prefix: string;
  readonly marker: string;
}

/** A ListBucketResult; of the query `prefix`, `marker` and `max-keys` are heard. */
export async function bucketListing(bucket: ListedBucket, query: string): Promise<string> {
  const wish = { prefix: parameter(query, 'prefix'), marker: parameter(query, 'marker') };
  const maxKeys = Math.min(MAX_KEYS, Number.parseInt(parameter(query, 'max-keys'), 10) || MAX_KEYS);
  const keys: string[] = [];
  for await (const key of keysOf(bucket.root, '', wish)) {
    if (keys.push(key) > maxKeys) break;
  }
  const listed = keys.slice(0, maxKeys);
  const contents = await Promise.all(listed.map((key) => contentsOf(bucket.root, key)));
  const asked = ['Prefix', wish.prefix, 'Marker', wish.marker, 'MaxKeys', String(maxKeys)];
  const isTruncated = ['IsTruncated', String(keys.length > maxKeys)];
  const elements = xmlElements(['Name', bucket.name, ...asked, ...isTruncated]);
  return `<ListBucketResult xmlns="${NAMESPACE}">${elements}${contents.join('')}</ListBucketResult>`;
}

/** Depth first; a folder sorts as its name with the slash that follows in its keys. */
async function* keysOf(root: string, folder: string, wish: Wish): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const named = entries.filter((entry) => entry.isFile() || entry.isDirectory());
  const keys = named.map((entry) => folder + nameInKey(entry)).filter((key) => isWished(key, wish));
  for (const key of inOrder(keys)) {
    if (key.endsWith('/')) yield* keysOf(root, key, wish);
    else yield key;
  }
}

/** A key as it is, a folder when keys in it may be. */
function isWished(key: string, { prefix, marker }: Wish): boolean {
  const isFolder = key.endsWith('/');
  if (!key.startsWith(prefix) && !(isFolder && prefix.startsWith(key))) return false;
  return isBehind(key, marker) || (isFolder && marker.startsWith(key));
}

function nameInKey(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

async function contentsOf(root: string, key: string): Promise<string> {
  const stats = await stat(join(root, key), { bigint: true }).catch(() => null);
  if (stats === null) return '';
  const elements = [
    ...['Key', key, 'LastModified', new Date(Number(stats.mtimeMs)).toISOString()],
    ...['ETag', entityTag(stats), 'Size', String(stats.size), 'StorageClass', 'STANDARD'],
  ];
  return `<Contents>${xmlElements(elements)}</Contents>`;
}

function inOrder(keys: readonly string[]): string[] {
  const sorted = keys.map((key) => ({ key, bytes: Buffer.from(key) }));
  sorted.sort((one, other) => Buffer.compare(one.bytes, other.bytes));
  return sorted.map(({ key }) => key);
}

function isBehind(key: string, marker: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(marker)) > 0;
}

function parameter(query: string, name: string): string {
  const raw = findParameter(query, name) ?? '';
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
