import { z } from 'zod';
import { APPS } from '../ledger/entry';

export const FACTS_SCHEMA = 1;

const name = z.string().min(1);
/** Versions, kernels, classes, sizes: shown to the reader, never judged by. */
const described = z.record(z.string(), z.string());

/** facts.json: what was tested, by what, on what. The report repeats it; the judge uses what is marked. */
export const factsSchema = z.object({
  schema: z.literal(FACTS_SCHEMA),
  run: name,
  tool: z.object({ version: name, commit: name.optional(), image: name.optional() }),
  target: z.object({
    kind: z.enum(['local', 'kubernetes']),
    name,
    namespace: name.optional(),
    /** Judged: a set of the run's own, which nobody else visits. */
    own: z.boolean(),
  }),
  profile: name.optional(),
  /** Judged: the operands are made of it. */
  challenge: z.string().optional(),
  /** Judged: which claims belong to which service, so that one that was not read is missed. */
  sets: z.array(
    z.object({ app: z.enum(APPS), name, replicas: z.number().int().positive(), claims: z.array(name) }),
  ),
  /** Judged: LOG_KEEP_BYTES, what a volume keeps of both logs together. */
  keepBytes: z.number().int().positive().optional(),
  /** Judged: how far the clock of the observations may be from the ledger's. One process has one clock: 0. */
  clockErrorMs: z.number().nonnegative().default(0),
  cluster: described.optional(),
  nodes: z.array(described).optional(),
  storage: described.optional(),
  /** Judged: what was to run, in this order, and why not where it did not. */
  scenarios: z.array(
    z.object({
      name,
      skipped: z.string().optional(),
      /** It was asked for by its name: then a skip is undecided. */
      named: z.boolean().optional(),
    }),
  ),
  /** Claims that this run did not test at all, each with its reason. */
  notTested: z.array(z.string()).default([]),
  /** What the run could not see or do, for the reader. */
  limits: z.array(z.string()).default([]),
});

export type Facts = z.infer<typeof factsSchema>;
/** What a run writes: what has a default may be left out. */
export type FactsInput = z.input<typeof factsSchema>;

export function formatFacts(facts: FactsInput): string {
  return JSON.stringify(facts, null, 2) + '\n';
}
