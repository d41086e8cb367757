/** What the binary begins with, in its first thread and in those of workers: it finds the parts inside the binary. */
import sea from 'node:sea';
import { isMainThread } from 'node:worker_threads';
import { collectSeldom } from '../collections.ts';
import { Parts } from './parts.ts';

collectSeldom();

const inside = new Set(sea.getAssetKeys());
const shelf = {
  text: (name: string) => Buffer.from(sea.getRawAsset(`parts/${name}`)).toString('latin1'),
  compiled: (name: string) =>
    inside.has(`compiled/${name}`) ? new Uint8Array(sea.getRawAsset(`compiled/${name}`)) : undefined,
};

new Parts(shelf, process.execPath).require(isMainThread ? './main.js' : './worker-entry.js');
