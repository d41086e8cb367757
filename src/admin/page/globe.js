/** Places on the flat map and on the round earth. */

export const WIDTH = 720;
export const HEIGHT = 274;

/** Two units a degree; 80° north is the upper edge, 180° west the left one. */
export function project({ latitude, longitude }) {
  return { x: (longitude + 180) * 2, y: (80 - latitude) * 2 };
}

export function distanceKm(from, to) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const latitude = radians(to.latitude - from.latitude);
  const longitude = radians(to.longitude - from.longitude);
  const across = Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude));
  return (
    12742 *
    Math.asin(Math.min(1, Math.sqrt(Math.sin(latitude / 2) ** 2 + across * Math.sin(longitude / 2) ** 2)))
  );
}
