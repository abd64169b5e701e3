import { z } from 'zod';
import { ClusterError } from '../errors';
import type { SetName } from './identity';
import { MAX_REPLICAS, MAX_SEEN_AT, MAX_VISITS, type ReplicaEntry, type ReplicaMap } from './replica-map';

/** A sibling's answer may have so many bytes: 10,000 replicas with the longest names fit. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

const name = z.string().max(253);
const replicaId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
const ordinal = z.int().min(0).max(MAX_VISITS).nullable();

const entrySchema = z.object({
  visits: z.int().min(0).max(MAX_VISITS),
  pod: name,
  ordinal,
  seenAt: z.int().min(0).max(MAX_SEEN_AT),
  final: z.boolean(),
});

/** To explain a hundred thousand wrong entries takes more memory than a pod has. */
const MAX_ENTRIES = 2 * MAX_REPLICAS;

const replicasSchema = z
  .custom<object>((value) => typeof value === 'object' && value !== null, 'Invalid input: expected record')
  .refine((value) => Object.keys(value).length <= MAX_ENTRIES, 'Too many entries')
  .pipe(z.record(replicaId, entrySchema))
  .transform((replicas): ReplicaMap => new Map(Object.entries(replicas)));

const setSchema = z.object({ service: name, namespace: name, headless: name, name: name.optional() });
const speaker = { format: z.literal(1), set: setSchema, pod: name, ordinal, boot: z.string().max(64) };

/** What `GET /replicas` says. */
export interface SiblingAnswer {
  readonly format: 1;
  readonly set: SetName;
  readonly pod: string;
  readonly ordinal: number | null;
  readonly boot: string;
  readonly replica: string | null;
  readonly settled: boolean;
  /** It drains or leaves, so its own entry is about to be final. */
  readonly stopping?: boolean;
  /** Since its process took the volume over from an earlier one, ms; absent where it is the volume's first. */
  readonly restartedMs?: number | undefined;
  /** The entry of `replica` is its own, even where others have heard of more. */
  readonly replicas: ReplicaMap;
}

/** What `POST /replicas` says: the final count of a pod that stops cleanly. */
export interface LeaveMessage {
  readonly format: 1;
  readonly set: SetName;
  readonly pod: string;
  readonly ordinal: number | null;
  readonly boot: string;
  readonly replica: string;
  readonly entry: ReplicaEntry;
}

/** The contract of `GET /replicas`. */
const siblingAnswerSchema = z.object({
  ...speaker,
  replica: replicaId.nullable(),
  settled: z.boolean(),
  stopping: z.boolean().optional(),
  restartedMs: z.number().min(0).optional(),
  replicas: replicasSchema,
});

/** The contract of `POST /replicas`. */
export const leaveMessageSchema = z.object({
  ...speaker,
  replica: replicaId,
  entry: entrySchema.extend({ final: z.literal(true) }),
});

/** Who we were when peers.json was written. */
export interface Incarnation {
  readonly replica: string;
  readonly base: number;
}

/** What peers.json says. */
export interface PeersRecord {
  /** False where the map was still being asked for: another start must ask again. */
  readonly settled: boolean;
  readonly self: Incarnation | null;
  readonly replicas: ReplicaMap;
}

const peersSchema = z.object({
  format: z.literal(1),
  settled: z.boolean(),
  self: z.object({ replica: replicaId, base: z.int().min(0).max(MAX_VISITS) }).nullable(),
  replicas: replicasSchema,
});

/** Throws ClusterError `bad-answer` and nothing else. */
export function parseSiblingAnswer(value: unknown): SiblingAnswer {
  return parsed(siblingAnswerSchema, value);
}

/** Throws ClusterError `bad-answer` and nothing else. */
export function parseLeaveMessage(value: unknown): LeaveMessage {
  return parsed(leaveMessageSchema, value);
}

/** Throws ClusterError `map-foreign` or `map-format-unknown` and nothing else. */
export function parsePeersFile(bytes: Buffer): PeersRecord {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new ClusterError('map-foreign', { detail: 'It is no JSON.', cause: error });
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > 1) {
    throw new ClusterError('map-format-unknown', { detail: `It has format ${format}, we know 1.` });
  }
  const result = peersSchema.safeParse(value);
  if (!result.success) throw new ClusterError('map-foreign', { detail: firstIssue(result.error) });
  return result.data;
}

export function encodePeersFile({ settled, self, replicas }: PeersRecord): Buffer {
  return Buffer.from(`${JSON.stringify({ format: 1, settled, self, replicas: plain(replicas) })}\n`);
}

/** As it goes over the wire. */
export function encodeSiblingAnswer(
  answer: SiblingAnswer,
): Omit<SiblingAnswer, 'replicas'> & { readonly replicas: Record<string, ReplicaEntry> } {
  return { ...answer, replicas: plain(answer.replicas) };
}

function plain(replicas: ReplicaMap): Record<string, ReplicaEntry> {
  return Object.fromEntries(replicas);
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ClusterError('bad-answer', { detail: firstIssue(result.error) });
}

function firstIssue({ issues: [first] }: z.ZodError): string {
  return first ? `${first.path.slice(0, 4).join('.').slice(0, 120)}: ${first.message}` : '';
}
