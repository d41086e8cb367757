/** All resources, wherever they come from: the file's first, then those made through the API (D-18). */
import type { FileResources } from './control-settings.ts';
import type { FileShelf } from './file-shelf.ts';
import { aliasesOf, identitiesOf, type Resource, type ResourceKind } from './resource.ts';
import type { Collection, ResourceStore } from './resource-store.ts';

export class Registry {
  readonly #store: ResourceStore;
  readonly #shelf: FileShelf;

  constructor(store: ResourceStore, shelf: FileShelf) {
    this.#store = store;
    this.#shelf = shelf;
  }

  /** An account's own; another's does not exist for it. */
  find<K extends ResourceKind>({ kind, account }: Collection<K>, id: string): Resource<K> | null {
    const found = this.#shelf.all(kind).find((one) => one.id === id) ?? this.#store.find(kind, id);
    return found?.account === account ? found : null;
  }

  /** An account's, oldest first, those after a position only. */
  page<K extends ResourceKind>(collection: Collection<K>, after: number, count: number): Resource<K>[] {
    const fromFile = this.#fromFile(collection)
      .filter(({ position }) => position > after)
      .slice(0, count);
    const rest = count - fromFile.length;
    return rest === 0 ? fromFile : [...fromFile, ...this.#store.page(collection, Math.max(after, 0), rest)];
  }

  count(collection: Collection<ResourceKind>): number {
    return this.#fromFile(collection).length + this.#store.count(collection);
  }

  /** Where in the list an id stands, or stood before it was deleted; null for one never given out (CA-199). */
  positionOf(collection: Collection<ResourceKind>, id: string): number | null {
    const fromFile = this.#fromFile(collection).find((one) => one.id === id);
    return fromFile?.position ?? this.#store.positionOf(collection, id);
  }

  isKnownId(id: string): boolean {
    return this.#store.isKnownId(id) || this.#shelvedOf().some((one) => one.id === id);
  }

  /** The id of the distribution, of either kind, that a name reaches (CA-207, CA-226). */
  ownerOfName(name: string): string | null {
    const lower = name.toLowerCase();
    const fromFile = this.#shelf.all('distribution').find((one) => namesOf(one).includes(lower));
    return fromFile?.id ?? this.#store.ownerOfName(lower);
  }

  /** Whether an account may read buckets through an identity: its own, or one of the file's. */
  hasIdentity(id: string, account: string): boolean {
    if (this.#shelf.all('origin-access-identity').some((one) => one.id === id)) return true;
    return this.#store.find('origin-access-identity', id)?.account === account;
  }

  /** The id of a distribution of either kind that names an identity; null where none does (CA-190). */
  userOfIdentity(id: string): string | null {
    const users = [...this.distributions(), ...this.#store.all('streaming-distribution')];
    return users.find(({ config }) => identitiesOf(config).includes(id))?.id ?? null;
  }

  /** Every account's, the file's first. */
  distributions(): Resource<'distribution'>[] {
    return [...this.#shelf.all('distribution'), ...this.#store.all('distribution')];
  }

  /** What a file would bring that the API's distributions already have, each in a sentence (D-18). */
  clashes({ distributions, identities }: FileResources): string[] {
    const ids = [...distributions, ...identities].filter(({ id }) => this.#store.isKnownId(id));
    const names = distributions.flatMap((one) =>
      [one.domainName, ...one.config.Aliases].flatMap((name) => {
        const owner = this.#store.ownerOfName(name.toLowerCase());
        return owner === null ? [] : [`${name} is a name of both ${one.id} and the control API's ${owner}`];
      }),
    );
    return [...ids.map(({ id }) => `${id} is an id that the control API has given out`), ...names];
  }

  #fromFile<K extends ResourceKind>({ kind, account }: Collection<K>): Resource<K>[] {
    return this.#shelf.all(kind).filter((one) => one.account === account);
  }

  #shelvedOf(): Resource[] {
    return [...this.#shelf.all('distribution'), ...this.#shelf.all('origin-access-identity')];
  }
}

function namesOf({ domainName, config }: Resource<'distribution'>): string[] {
  const names = aliasesOf(config);
  return [...(domainName === null ? [] : [domainName]), ...names].map((name) => name.toLowerCase());
}
