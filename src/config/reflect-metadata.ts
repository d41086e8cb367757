/**
 * `@peculiar/x509` refuses to load without the Reflect metadata functions, of which it uses these
 * three, for one kind of key, on classes. The package `reflect-metadata` would do the same in 1,900
 * lines. Imported for its effect, before the library.
 */
const metadataOf = new WeakMap<object, Map<unknown, unknown>>();

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadataOf.get(target)?.get(key);
}

function getMetadata(key: unknown, target: object): unknown {
  for (let holder: object | null = target; holder !== null; holder = Object.getPrototypeOf(holder)) {
    if (metadataOf.get(holder)?.has(key)) return getOwnMetadata(key, holder);
  }
  return undefined;
}

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const known = metadataOf.get(target) ?? new Map<unknown, unknown>();
  metadataOf.set(target, known.set(key, value));
}

if (!('getMetadata' in Reflect)) Object.assign(Reflect, { getOwnMetadata, getMetadata, defineMetadata });
