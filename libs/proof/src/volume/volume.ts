import { type Damage, type LogLine, parseLog } from './log';

export interface ReplicaFile {
  readonly replica: string;
  readonly base: number;
  readonly createdAt: string;
  readonly pod: string | undefined;
  readonly claim: string | undefined;
}

export interface PeersFile {
  readonly self: string | undefined;
  readonly replicas: ReadonlyMap<string, { readonly visits: number; readonly pod: string | undefined }>;
}

/** What one directory holds, by FORMAT.md alone. */
export interface Volume {
  readonly directory: string;
  /** Both logs, oldest first. */
  readonly lines: readonly LogLine[];
  readonly damage: readonly Damage[];
  readonly torn: { readonly file: string; readonly line: number } | undefined;
  readonly view: number | undefined;
  readonly replica: ReplicaFile | undefined;
  readonly peers: PeersFile | undefined;
  /** There is a visits.log.1, so an older one can have been dropped. */
  readonly rotated: boolean;
  readonly logBytes: number;
  /** Only the end of a log was copied. */
  readonly headCut: boolean;
}

const OLD_LOG = 'visits.log.1';
const LOG = 'visits.log';

/** Never throws: what cannot be read is absent, and the rules say what follows. */
export function readVolume(
  directory: string,
  files: ReadonlyMap<string, Uint8Array>,
  headCut: ReadonlySet<string> = new Set(),
): Volume {
  const logs = [OLD_LOG, LOG]
    .filter((name) => (files.get(name)?.length ?? 0) > 0)
    .map((name) => ({
      name: `${directory}/${name}`,
      ...parseLog(files.get(name)!, `${directory}/${name}`, headCut.has(name)),
    }));
  const last = logs.at(-1);
  // A log that was rotated away ended with a commit: what no commit covers at its end is damage, not a torn tail.
  const cutInside = logs
    .slice(0, -1)
    .filter((log) => log.tornFrom !== undefined)
    .map((log) => ({ file: log.name, line: log.tornFrom!, lines: 1, bytes: `tail of ${log.name}` }));
  return {
    directory,
    lines: logs.length === 1 ? logs[0]!.lines : logs.flatMap((log) => log.lines),
    damage: [...logs.flatMap((log) => log.damage), ...cutInside],
    torn: last?.tornFrom === undefined ? undefined : { file: last.name, line: last.tornFrom },
    view: readView(files.get('visits.txt')),
    replica: readReplica(files.get('replica.json')),
    peers: readPeers(files.get('peers.json')),
    rotated: (files.get(OLD_LOG)?.length ?? 0) > 0,
    logBytes: (files.get(OLD_LOG)?.length ?? 0) + (files.get(LOG)?.length ?? 0),
    headCut: headCut.size > 0,
  };
}

/** The largest count that anything on the volume proves. */
export function provedCount({ lines, view, replica }: Volume): number {
  return Math.max(lines.at(-1)?.n ?? 0, view ?? 0, replica?.base ?? 0);
}

function readView(bytes: Uint8Array | undefined): number | undefined {
  const digits = /^(\d{1,15})\n?$/.exec(text(bytes))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function readReplica(bytes: Uint8Array | undefined): ReplicaFile | undefined {
  const json = object(bytes);
  if (json?.['format'] !== 1 || typeof json['replica'] !== 'string') return undefined;
  const { replica, base, createdAt, pod, claim } = json;
  return {
    replica,
    base: isCount(base) ? base : 0,
    createdAt: typeof createdAt === 'string' ? createdAt : '',
    pod: typeof pod === 'string' ? pod : undefined,
    claim: typeof claim === 'string' ? claim : undefined,
  };
}

function readPeers(bytes: Uint8Array | undefined): PeersFile | undefined {
  const json = object(bytes);
  if (json?.['format'] !== 1) return undefined;
  const replicas = new Map<string, { visits: number; pod: string | undefined }>();
  for (const [id, entry] of Object.entries(asObject(json['replicas']) ?? {})) {
    const { visits, pod } = asObject(entry) ?? {};
    if (isCount(visits)) replicas.set(id, { visits, pod: typeof pod === 'string' ? pod : undefined });
  }
  const self = asObject(json['self'])?.['replica'];
  return { self: typeof self === 'string' ? self : undefined, replicas };
}

function text(bytes: Uint8Array | undefined): string {
  return bytes ? Buffer.from(bytes).toString('utf8') : '';
}

function object(bytes: Uint8Array | undefined): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text(bytes)));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
