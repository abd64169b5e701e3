import { createHash } from 'node:crypto';
import { InputError } from '../input-error';
import { type Ledger } from '../ledger/ledger';
import { parseLedger } from '../ledger/parse';
import { readVolume, type Volume } from '../volume/volume';
import { type Facts, FACTS_SCHEMA, factsSchema } from './facts';
import { type ObservationLog, parseObservations } from './observation-log';

/** The files of a bundle by their names in it, `/` between folders, already decompressed. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** When a volume was read. `restored`: a copy that somebody put back, to be compared with `after`. */
export const MOMENTS = ['before', 'after', 'restored'] as const;
export type Moment = (typeof MOMENTS)[number];

export interface ClaimFiles {
  readonly volumes: Partial<Record<Moment, Volume>>;
  /** Files whose copy is not what was read where the volume is. */
  readonly truncated: readonly string[];
}

export interface Bundle {
  readonly ledger: Ledger;
  readonly facts: Facts | undefined;
  readonly observations: ObservationLog;
  readonly claims: ReadonlyMap<string, ClaimFiles>;
}

export function openBundle(files: Files): Bundle {
  const ledger = files.get('ledger.log');
  if (!ledger) throw new InputError('bundle-missing');
  const observations = parseObservations(files.get('observations.ndjson'));
  return {
    ledger: parseLedger(ledger),
    facts: readFacts(files.get('facts.json')),
    observations,
    claims: readClaims(files, observations),
  };
}

function readFacts(bytes: Uint8Array | undefined): Facts | undefined {
  if (!bytes) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new InputError('facts-unreadable', { cause });
  }
  const schema = (json as { schema?: unknown } | null)?.schema;
  if (typeof schema === 'number' && schema > FACTS_SCHEMA)
    throw new InputError('facts-version', { detail: `Schema ${schema}.` });
  const { data, error } = factsSchema.safeParse(json);
  if (error) {
    const [issue] = error.issues;
    throw new InputError('facts-unreadable', { detail: `${issue!.path.join('.')}: ${issue!.message}.` });
  }
  return data;
}

function readClaims(files: Files, observations: ObservationLog): ReadonlyMap<string, ClaimFiles> {
  const directories = new Map<string, Map<string, Uint8Array>>();
  for (const [path, bytes] of files) {
    const [, directory, name] = /^(volumes\/[^/]+\/(?:before|after|restored))\/([^/]+)$/.exec(path) ?? [];
    if (!directory || !name) continue;
    const held = directories.get(directory) ?? new Map<string, Uint8Array>();
    directories.set(directory, held.set(name, bytes));
  }
  // A volume that was read and found empty has no files in the bundle; that it was read says its line.
  for (const { claim, when, ok } of observations.of('read')) {
    const directory = `volumes/${claim}/${when}`;
    if (ok && !directories.has(directory)) directories.set(directory, new Map());
  }
  const claims = new Map<string, { volumes: Partial<Record<Moment, Volume>>; truncated: string[] }>();
  for (const [directory, held] of [...directories].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, claim, when] = directory.split('/') as [string, string, Moment];
    const entry = claims.get(claim) ?? { volumes: {}, truncated: [] };
    claims.set(claim, entry);
    const copies = observations
      .of('read')
      .filter((line) => line.claim === claim && line.when === when && line.ok);
    const listed = copies.at(-1)?.files ?? [];
    entry.volumes[when] = readVolume(
      directory,
      held,
      new Set(listed.filter((f) => f.from).map((f) => f.name)),
    );
    for (const file of listed)
      if (!isWhole(held.get(file.name), file)) entry.truncated.push(`${directory}/${file.name}`);
  }
  return claims;
}

function isWhole(
  bytes: Uint8Array | undefined,
  { size, sha256, from = 0 }: { size: number; sha256: string; from?: number | undefined },
): boolean {
  if (bytes?.length !== size - from) return size === 0 && bytes === undefined;
  return from > 0 || createHash('sha256').update(bytes).digest('hex') === sha256;
}
