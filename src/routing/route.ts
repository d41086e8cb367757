/** A request's way through a routing table: whose distribution it asks for, and which cache behavior serves the path. */
import { behaviorOf, type CompiledBehavior, type CompiledDistribution } from './compiled-distribution.ts';
import type { RoutingTable } from './routing-table.ts';

export interface Route {
  readonly distribution: CompiledDistribution;
  /** The default root object's where `/` alone was asked for (VR-35, VR-36). */
  readonly path: string;
  readonly behavior: CompiledBehavior;
}

export interface RoutedRequest {
  /** Lower case, without port. */
  readonly hostName: string;
  readonly path: string;
  readonly isSecure: boolean;
}

/** Null where nobody answers to the host; era 08 knows no HTTPS (VR-7, VR-11, D-2). */
export function findRoute(table: RoutingTable, request: RoutedRequest): Route | null {
  const distribution = table.find(request.hostName);
  if (distribution === null || (distribution.era === '08' && request.isSecure)) return null;
  const root = distribution.rootObjectPath;
  const path = request.path === '/' && root !== null ? root : request.path;
  return { distribution, path, behavior: behaviorOf(distribution, path) };
}
