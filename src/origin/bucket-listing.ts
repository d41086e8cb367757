/**
 * S3's listing of a bucket folder, for folders that allow it: keys in the order of their bytes, a thousand
 * at a time, continued from `marker`. Links are left out, so the walk stays inside and ends.
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

/** A ListBucketResult; of the query `prefix`, `marker` and `max-keys` are heard. */
export async function bucketListing(bucket: ListedBucket, query: string): Promise<string> {
  const prefix = parameter(query, 'prefix');
  const marker = parameter(query, 'marker');
  const maxKeys = Math.min(MAX_KEYS, Number.parseInt(parameter(query, 'max-keys'), 10) || MAX_KEYS);
  const keys: string[] = [];
  for await (const key of keysOf(bucket.root, '')) {
    if (!key.startsWith(prefix) || compareBytes(key, marker) <= 0) continue;
    if (keys.push(key) > maxKeys) break;
  }
  const listed = keys.slice(0, maxKeys);
  const contents = await Promise.all(listed.map((key) => contentsOf(bucket.root, key)));
  const head = ['Name', bucket.name, 'Prefix', prefix, 'Marker', marker, 'MaxKeys', String(maxKeys)];
  const isTruncated = ['IsTruncated', String(keys.length > maxKeys)];
  const elements = xmlElements([...head, ...isTruncated]);
  return `<ListBucketResult xmlns="${NAMESPACE}">${elements}${contents.join('')}</ListBucketResult>`;
}

/** Depth first; a folder sorts as its name with the slash that follows in its keys. */
async function* keysOf(root: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const named = entries.filter((entry) => entry.isFile() || entry.isDirectory()).map(nameInKey);
  for (const name of named.sort(compareBytes)) {
    if (name.endsWith('/')) yield* keysOf(root, folder + name);
    else yield folder + name;
  }
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

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function parameter(query: string, name: string): string {
  const raw = findParameter(query, name) ?? '';
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
