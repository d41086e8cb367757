/** Everybody that edgefront may be compared with. A new peer is a new row. */
import { HAPROXY, HAPROXY_WITHOUT_LOG } from './haproxy.ts';
import { NGINX, NGINX_WITH_OPEN_FILES } from './nginx.ts';
import type { PeerKind } from './peer.ts';
import { TRAFFIC_SERVER } from './traffic-server.ts';
import { VARNISH } from './varnish.ts';

export const PEERS: readonly PeerKind[] = [
  HAPROXY,
  HAPROXY_WITHOUT_LOG,
  NGINX,
  NGINX_WITH_OPEN_FILES,
  VARNISH,
  TRAFFIC_SERVER,
];
