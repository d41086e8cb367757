/** The configuration file's distributions and identities, as resources that the API can show but not change (D-18). */
import { type ApiVersion, NEWEST_VERSION } from '../distribution/api-version.ts';
import type { FileResources } from './control-settings.ts';
import { etagOf } from './identifiers.ts';
import type { KindConfigs, NewResource, Resource, ResourceKind } from './resource.ts';

type Shown = Omit<NewResource<ResourceKind>, 'etag' | 'modifiedAt'>;

export class FileShelf {
  #resources: readonly Resource[] = [];
  #load = 0;

  /** Counts the files read; what an earlier one brought is deployed when its load is. */
  get load(): number {
    return this.#load;
  }

  /** Takes what a file brings, at a real time in epoch ms; entries that did not change keep their own. */
  replace(file: FileResources, nowMs: number): void {
    const shown = [...file.identities.map(identityShown), ...file.distributions.map(distributionShown)];
    const earlier = new Map(this.#resources.map((resource) => [resource.id, resource]));
    this.#resources = shown.map((one, at) => {
      const resource = shelved(one, nowMs);
      const kept = earlier.get(one.id);
      const isSame = kept !== undefined && kept.etag === resource.etag;
      // Before everything that the API made: a file is there first.
      return { ...(isSame ? kept : resource), position: at - shown.length };
    });
    this.#load += 1;
  }

  /** The edge locations have what a load brought, unless a later one is on its way. */
  markDeployed(load: number): void {
    if (load < this.#load) return;
    this.#resources = this.#resources.map((resource) => ({ ...resource, isDeployed: true }));
  }

  /** In the file's order. */
  all<K extends ResourceKind>(kind: K): Resource<K>[] {
    return this.#resources.filter((resource): resource is Resource<K> => resource.kind === kind);
  }
}

function distributionShown({ id, domainName, account, version, config }: DistributionSource): Shown {
  return { kind: 'distribution', id, account, domainName, version, config };
}

type DistributionSource = FileResources['distributions'][number];

/** The file gives an identity no reference of the caller's: its id stands in. */
function identityShown({ id, account, comment }: FileResources['identities'][number]): Shown {
  const config: KindConfigs['origin-access-identity'] = { CallerReference: id, Comment: comment };
  const version: ApiVersion = NEWEST_VERSION;
  return { kind: 'origin-access-identity', id, account, domainName: null, version, config };
}

function shelved(shown: Shown, modifiedAt: number): Resource {
  return {
    ...shown,
    etag: etagOf(JSON.stringify(shown)),
    modifiedAt,
    original: shown.config,
    position: 0,
    isDeployed: false,
    isFromFile: true,
  };
}
