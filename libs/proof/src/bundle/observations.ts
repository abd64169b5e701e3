import { z } from 'zod';
import { APPS } from '../ledger/entry';

const ms = z.number().nonnegative();
const app = z.enum(APPS);
const name = z.string().min(1);
const text = z.string();
const count = z.number().int().nonnegative();

/** Every line has `kind` and `ms`: when it was seen, done or answered, on the ledger's clock. */
function line<K extends string, F extends z.ZodRawShape>(kind: K, fields: F) {
  return z.object({ kind: z.literal(kind), ms, ...fields });
}

/** Which process it was. A pod's name is used again, so its UID and boot come with it where they are known. */
const process = {
  app,
  pod: name,
  uid: name.optional(),
  boot: name.optional(),
  replica: name.optional(),
};

/** A pod as it was seen: written when it appears, and again whenever one of the fields has changed. */
export const podLine = line('pod', {
  ...process,
  ready: z.boolean(),
  node: name.optional(),
  claim: name.optional(),
  claimUid: name.optional(),
  /** The volume behind the claim: a PersistentVolume's name, or a directory. */
  volume: name.optional(),
  why: text.optional(),
});

/** A process has ended: 137 is SIGKILL. */
export const goneLine = line('gone', { ...process, exit: z.number().int().optional(), why: text.optional() });

/** One `GET /visits` of one pod, asked at `sentMs` and answered at `ms`. */
export const countLine = line('count', { ...process, sentMs: ms, visits: count });

/** One `GET /total` of one pod. */
export const totalLine = line('total', { ...process, sentMs: ms, total: count, exact: z.boolean() });

/** From now on the set is settled (or not): generation, revisions and UIDs are the expected ones, all are ready. */
export const stateLine = line('state', { app, settled: z.boolean(), why: text.optional() });

/** What the engine does: begin, steady, act, settled, undo, end. */
export const stepLine = line('step', { scenario: name, word: name, detail: text.optional() });

/** Whom the engine hit, written before it did. `boot` and `uid` are those of the victim. */
export const disruptionLine = line('disruption', {
  ...process,
  scenario: name,
  /** kill, delete, rollout, scale, power, … */
  how: name,
  /** Of a power cut: what was cut, `loop` or `hardware`. */
  device: name.optional(),
});

/** Probe traffic between two reads of one pod's count; a silent window has no requests. */
export const windowLine = line('window', {
  ...process,
  scenario: name,
  startMs: ms,
  requests: count,
  before: count,
  after: count,
});

/** A condition that is no matter of counts: the judge compares `seen` with `expected`. */
export const checkLine = line('check', {
  scenario: name,
  name,
  expected: text,
  seen: text,
  detail: text.optional(),
});

/** Each call that changes something outside, with what takes it back. */
export const callLine = line('call', {
  scenario: name.optional(),
  verb: name,
  object: name,
  uid: name.optional(),
  resourceVersion: name.optional(),
  auditId: name.optional(),
  undo: text.optional(),
  outcome: z.enum(['done', 'failed', 'unknown']),
  detail: text.optional(),
});

/** What could not be undone, and the command that does it. */
export const leftoverLine = line('leftover', { object: name, why: text, command: text });

/** Somebody else changed what is tested: a controller, an autoscaler, a person. */
export const changedLine = line('changed', { object: name, manager: name, detail: text.optional() });

/** Nothing was seen of `what` from `startMs` to `ms`. */
export const gapLine = line('gap', { what: name, startMs: ms, why: text.optional() });

/** The writer's event-loop delay from `startMs` to `ms`. */
export const loopLine = line('loop', { startMs: ms, p99Ms: z.number().nonnegative() });

/** A file as it was where it was read, so that a copy cut short shows. `from`: the copy has only what follows this byte. */
const file = z.object({
  name,
  size: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  from: count.optional(),
});

/** A claim's files were read, or could not be. */
export const readLine = line('read', {
  app,
  claim: name,
  claimUid: name.optional(),
  volume: name.optional(),
  when: z.enum(['before', 'after']),
  ok: z.boolean(),
  why: text.optional(),
  files: z.array(file),
});

/** One line of observations.ndjson. Fields that are not known are left out; fields that are not ours are ignored. */
export const observationSchema = z.discriminatedUnion('kind', [
  podLine,
  goneLine,
  countLine,
  totalLine,
  stateLine,
  stepLine,
  disruptionLine,
  windowLine,
  checkLine,
  callLine,
  leftoverLine,
  changedLine,
  gapLine,
  loopLine,
  readLine,
]);

export type Observation = z.infer<typeof observationSchema>;
export type ObservationKind = Observation['kind'];
export type ObservationOf<K extends ObservationKind> = Extract<Observation, { kind: K }>;

export function formatObservation(observation: Observation): string {
  return JSON.stringify(observation) + '\n';
}
