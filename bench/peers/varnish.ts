/**
 * Varnish with its built-in rules: objects in memory (malloc), one pool of threads on the one core, kept-alive
 * connections to the origin, its log where it always is, in shared memory. It speaks no TLS.
 */
import { join } from 'node:path';
import { Child } from '../child.ts';
import { onCore } from '../cores.ts';
import { freePorts, opened, type PeerKind } from './peer.ts';

export const VARNISH: PeerKind = {
  name: 'varnish',
  program: 'varnishd',
  versionFlag: '-V',
  install: 'apt install varnish',
  async start({ folder, originPort }) {
    const [http] = (await freePorts(1)) as [number];
    const place = ['-n', join(folder, 'work'), '-a', `127.0.0.1:${http}`, '-b', `127.0.0.1:${originPort}`];
    const pools = ['-p', 'thread_pools=1', '-p', 'thread_pool_min=100'];
    const options = ['-F', '-j', 'none', '-T', 'none', '-s', 'malloc,1g', ...pools];
    const child = new Child(onCore('server', ['varnishd', ...options, ...place]));
    await opened(child, http);
    return { child, http, https: null, logFile: null };
  },
};
