/**
 * From a configuration file to what edgefront runs with, or to every problem of it and of the files it
 * refers to: nothing starts half-valid, and nobody mends one problem only to meet the next.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { regionOfPop } from '../distribution/region.ts';
import { byPlace } from '../schema/problem.ts';
import { read } from '../schema/read.ts';
import type { Draft } from '../schema/reading.ts';
import { Configuration, MOST_WORKERS } from './configuration.ts';
import { checkDistributions } from './distribution-rules.ts';
import { readDocumentFile } from './document-file.ts';
import { checkListeners } from './listener-rules.ts';
import { type Environment, type FileProblem, References } from './references.ts';
import { reportRepeated } from './repetition.ts';
import { iamCertificateIds, resolveCertificates } from './resolve-certificates.ts';
import { resolveCredentials } from './resolve-credentials.ts';
import { fileAccount, resolveDistributions } from './resolve-distributions.ts';
import { knownIdentities, resolveOrigins } from './resolve-origins.ts';
import { resolveSigners } from './resolve-signers.ts';
import type { EdgeSettings, NetworkSettings, Settings } from './settings.ts';
import { checkPlaces, resolveAdminToken } from './window-rules.ts';

export type SettingsReading = { readonly settings: Settings } | { readonly problems: readonly FileProblem[] };

/** Reads a YAML or JSON file. Problems name `file` as it is given here, and files it refers to from there. */
export function readSettings(file: string, environment: Environment): SettingsReading {
  const tree = readDocumentFile(file);
  if ('problems' in tree) return tree;
  const reading = read(Configuration, tree.node);
  const references = new References(file, reading.notes, environment);
  const resolved = resolveAll(reading.draft, references);
  const own = reading.notes.problems.map((problem) => ({ file, ...problem })).sort(byPlace);
  if (own.length > 0 || references.elsewhere.length > 0)
    return { problems: [...own, ...references.elsewhere] };
  if (reading.value === null || resolved === null)
    throw new Error('a configuration without problems has no value');
  return { settings: assemble(reading.value, resolved, references) };
}

/** What the file refers to. */
interface Resolved
  extends Pick<Settings, 'origins' | 'distributions' | 'certificates' | 'signers' | 'credentials'> {
  readonly adminToken: string | null;
}

function resolveAll(written: Draft<Configuration> | undefined, references: References): Resolved | null {
  if (written === undefined) return null;
  const { notes } = references;
  checkListeners(written, notes);
  checkPlaces(written, notes);
  checkIdentities(written, references);
  const placed = resolveDistributions(written, references);
  const certificates = iamCertificateIds(written).map(({ value }) => String(value));
  const offers = { iamCertificateIds: new Set(certificates), identities: knownIdentities(written) };
  checkDistributions(placed, offers, notes);
  return {
    origins: resolveOrigins(written, references),
    distributions: placed.map(({ entry }) => entry),
    certificates: resolveCertificates(written, references),
    signers: resolveSigners(written, references),
    credentials: resolveCredentials(written, references),
    adminToken: resolveAdminToken(written, references),
  };
}

function checkIdentities(written: Draft<Configuration>, { notes }: References): void {
  const ids = (written.originAccessIdentities ?? []).flatMap((identity, index) => {
    const owner = `originAccessIdentities[${index}]`;
    return identity?.id === undefined ? [] : [{ at: `${owner}.id`, value: identity.id, owner }];
  });
  reportRepeated(notes, 'is the id of', ids);
}

function assemble(written: Configuration, resolved: Resolved, references: References): Settings {
  const { listen, originAccessIdentities, control, logs, state, usage, deployment, limits } = written;
  const { adminToken, ...found } = resolved;
  const owner = fileAccount(written);
  return {
    file: resolve(references.file),
    listen,
    workers: written.workers ?? Math.min(availableParallelism(), MOST_WORKERS),
    edges: written.edges.map(edgeSettings),
    originAccessIdentities: originAccessIdentities.map((one) => ({ ...one, account: one.account ?? owner })),
    ...found,
    control,
    logs: logs === null ? null : { ...logs, directory: references.absolute(logs.directory) },
    state: { directory: references.absolute(state.directory) },
    usage,
    network: networkSettings(written.network),
    deployment,
    limits,
    trust: { ...written.trust, adminToken },
  };
}

function networkSettings({ simulate, viewer, places }: Configuration['network']): NetworkSettings {
  const named = [...places].map(
    ([name, place]) => [name.includes('.') ? name.toLowerCase() : name, place] as const,
  );
  return { simulate, viewer, places: named };
}

function edgeSettings({ pop, region, cache, http, https }: Configuration['edges'][number]): EdgeSettings {
  const known = region ?? regionOfPop(pop);
  if (known === null) throw new Error(`${pop} has no region`);
  return { pop, region: known, cacheBytes: cache.bytes, maxObjectShare: cache.maxObjectShare, http, https };
}
