/** Where edge locations, origins and viewers stand, and how long the ways between them take where that is simulated. */
import type { NetworkSettings } from '../config/settings.ts';
import { cityOfPop, type Place, parsePlace, placeOfS3Region } from '../distribution/city.ts';
import { roundTripMs } from '../distribution/distance.ts';
import type { ViewerRoundTrip } from '../edge/edge-location.ts';
import type { OriginTarget } from '../routing/origin-target.ts';

export class Distances {
  readonly isSimulated: boolean;
  readonly #usualViewer: Place | null;
  readonly #places: ReadonlyMap<string, Place>;

  constructor({ simulate, viewer, places }: NetworkSettings) {
    this.isSimulated = simulate;
    this.#usualViewer = viewer;
    this.#places = new Map(places);
  }

  /** Null for an edge location whose letters are no city's, and of which the configuration says nothing. */
  ofEdge(pop: string): Place | null {
    return this.#places.get(pop) ?? cityOfPop(pop);
  }

  /** Where the configuration says; else a bucket stands in its region, and everything else in us-east-1. */
  ofOrigin({ domainName, region }: Pick<OriginTarget, 'domainName' | 'region'>): Place {
    const named = this.#places.get(domainName.toLowerCase());
    return named ?? placeOfS3Region(region) ?? placeOfS3Region('us-east-1')!;
  }

  /** Null where distances are not simulated. */
  viewerRoundTrip(pop: string): ViewerRoundTrip | null {
    const here = this.ofEdge(pop);
    if (!this.isSimulated || here === null) return null;
    const usual = this.#usualViewer ?? here;
    return (viewerPlace) => {
      const viewer = viewerPlace === null ? usual : parsePlace(viewerPlace);
      return viewer === null ? null : roundTripMs(viewer, here);
    };
  }

  /** Milliseconds between an edge location and an origin; 0 where distances are not simulated. */
  originRoundTripMs(pop: string, target: OriginTarget): number {
    if (!this.isSimulated) return 0;
    const here = this.ofEdge(pop);
    return here === null ? 0 : roundTripMs(here, this.ofOrigin(target));
  }
}
