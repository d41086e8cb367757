/** Everybody that edgefront may be compared with. A new peer is a new row. */
import { HAPROXY, HAPROXY_WITHOUT_LOG } from './haproxy.ts';
import { NGINX } from './nginx.ts';
import type { PeerKind } from './peer.ts';
import { TRAFFIC_SERVER } from './traffic-server.ts';
import { VARNISH } from './varnish.ts';

export const PEERS: readonly PeerKind[] = [HAPROXY, HAPROXY_WITHOUT_LOG, NGINX, VARNISH, TRAFFIC_SERVER];
