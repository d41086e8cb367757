/** How far apart two places are, and how long a question and its answer travel between them. */
import type { Place } from './city.ts';

const EARTH_RADIUS_KM = 6371;

/** Light in glass: two thirds of its speed in vacuum. */
const KM_PER_MS = 200;

/** Cables follow coasts and railways; measured round trips are about half as long again as the great circle's. */
const DETOUR = 1.5;

/** Along the great circle. */
export function distanceKm(from: Place, to: Place): number {
  const latitude = radians(to.latitude - from.latitude);
  const longitude = radians(to.longitude - from.longitude);
  const across = Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude));
  const half = Math.sin(latitude / 2) ** 2 + across * Math.sin(longitude / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** There and back, in whole milliseconds. */
export function roundTripMs(from: Place, to: Place): number {
  return Math.round((2 * distanceKm(from, to) * DETOUR) / KM_PER_MS);
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
