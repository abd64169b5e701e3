import { z } from 'zod';
import { identityFields } from '../schemas';

const visits = z.int().nonnegative();
const ordinal = identityFields.ordinal;

export const totalSchema = z.object({
  total: visits.describe('The sum over all replicas that were ever heard of; it never goes down'),
  exact: z.boolean().describe('False: it is a lower bound, see `reasons`'),
  reasons: z.array(z.string()).describe('Why it is not exact, in words'),
  replicas: z.array(
    z.object({
      replica: z.string(),
      ordinal,
      pod: z.string(),
      visits,
      source: z
        .enum(['self', 'live', 'final', 'cached'])
        .describe(
          '`live`: said so itself just now; `final`: stopped cleanly at this count; `cached`: known from earlier',
        ),
      ageMs: z.int().nonnegative().describe('How old the report is'),
      restartedMs: z
        .int()
        .nonnegative()
        .optional()
        .describe('Its process took over the volume so long ago; only for a minute'),
    }),
  ),
  ...identityFields,
  boot: z.string(),
});

const trouble = z.object({ detail: z.string(), action: z.string() });

export const peersSchema = z.object({
  self: z.object({ ...identityFields, boot: z.string() }),
  service: z.string().nullable().describe('The name that is looked up; null where no name is'),
  resolved: z.int().nonnegative().describe('Siblings that were found; DNS names this pod among them'),
  discovery: z.object({ ok: z.boolean(), reason: z.string().nullable(), detail: z.string().nullable() }),
  peers: z.array(
    z.object({
      pod: z.string().nullable(),
      ordinal,
      replica: z.string().nullable(),
      address: z.string().nullable(),
      state: z.enum(['self', 'live', 'cached', 'unreachable', 'refused', 'stranger', 'unknown']),
      reason: z.string().nullable().describe('Why it is not live'),
      detail: z.string().nullable(),
      stopping: z.boolean().describe('It said that it stops, and nothing answers in its place yet'),
      seenAt: z.iso.datetime().nullable().describe('When it answered last'),
    }),
  ),
  duplicate: trouble.extend({ pod: z.string(), address: z.string().nullable() }).nullable(),
  map: trouble.extend({ code: z.string() }).nullable().describe('Why peers.json cannot be kept'),
  settled: z.boolean().describe('False: the total is not known yet'),
  ageMs: z.int().nonnegative().nullable().describe('Since the siblings were asked last'),
});

const replicaEntry = z.object({
  visits,
  pod: z.string(),
  ordinal,
  seenAt: z.int().describe('ms since the epoch, by the clock of the replica'),
  final: z.boolean(),
});

/** For siblings: what validates it is in libs/cluster. */
export const replicasSchema = z.object({
  format: z.literal(1),
  set: z.object({
    service: z.string(),
    namespace: z.string(),
    headless: z.string(),
    name: z.string().optional().describe('The StatefulSet, of which this pod proves to be one'),
  }),
  ...identityFields,
  boot: z.string(),
  settled: z.boolean(),
  stopping: z.boolean().optional().describe('Its count is about to be final'),
  restartedMs: z.number().nonnegative().optional(),
  replicas: z.record(z.string(), replicaEntry),
});
