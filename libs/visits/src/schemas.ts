import { z } from 'zod';

/** The shapes of our answers and questions. What validates a request is also what /openapi.json shows. */
export const receiptSchema = z.object({
  replica: z.string().describe('Id of the volume, written on it once'),
  n: z.int().positive().describe('The count that this visit made'),
  at: z.iso.datetime().describe("The line's own time, UTC"),
  boot: z.string().describe('Id of the process that counted'),
});
export type Receipt = z.infer<typeof receiptSchema>;

export const identityFields = {
  pod: z.string(),
  ordinal: z.int().nonnegative().nullable().describe('The number a StatefulSet gave the pod; null elsewhere'),
  replica: z.string().nullable().describe('Id of the volume; null until it was open once'),
};

export const visitsSchema = z.object({
  visits: z.int().nonnegative(),
  ...identityFields,
  boot: z.string(),
  updatedAt: z.iso.datetime().nullable().describe('When the last visit was counted'),
});

export const loggedVisitSchema = z.object({ n: z.int().positive(), at: z.iso.datetime(), text: z.string() });

export const historySchema = z.object({
  items: z.array(loggedVisitSchema).describe('Oldest first'),
  first: z.int().nullable().describe('The oldest visit that the volume still holds'),
  next: z.int().nullable().describe('The `after` of the next page; null on the last one'),
});

/** Query values arrive as text, and nothing but digits is a number; a repeated one arrives as a list and is refused. */
export const wholeNumber = (lowest: number, highest: number, expected: string) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : value),
    z.int(`must be ${expected}`).min(lowest, `must be ${expected}`).max(highest, `must be ${expected}`),
  );

const count = (expected = 'a whole number from 0 up') => wholeNumber(0, 999_999_999_999_999, expected);

/** As a person may write it, and as a form sends it; taken as UTC. */
const time = z
  .string()
  .regex(
    /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3})?)?Z?$/,
    'must be a time such as 2026-11-21T13:45Z',
  )
  .transform((text, context) => {
    const at = new Date(text.endsWith('Z') ? text : `${text}Z`);
    if (!Number.isNaN(at.getTime())) return at.toISOString();
    context.addIssue('must be a time such as 2026-11-21T13:45Z');
    return z.NEVER;
  });

export const replicaQuerySchema = z.object({
  replica: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the id of a replica')
    .optional()
    .describe('Whose: its own pod answers, whichever pod is asked. By default the one that is asked'),
});
export type ReplicaQuery = z.output<typeof replicaQuerySchema>;

export interface LineAddress {
  readonly at: string;
  readonly replica: string;
  readonly n: number;
}

const LINE_ADDRESS =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z),([A-Za-z0-9-]{1,64})\/([0-9]{1,15})$/;
const expectedLine = 'must be a line of the set, as `older` and `newer` of an answer name it';

/** A line as its receipt has it: time, replica and number. */
const line = z
  .string()
  .regex(LINE_ADDRESS, expectedLine)
  .transform((text, context): LineAddress => {
    const [, at = '', replica = '', n] = LINE_ADDRESS.exec(text) ?? [];
    if (!Number.isNaN(Date.parse(at))) return { at, replica, n: Number(n) };
    context.addIssue(expectedLine);
    return z.NEVER;
  });

/** What only one replica has, and what only the set has. */
const placesOf = {
  replica: ['replica', 'after', 'before', 'n', 'download'],
  set: ['older', 'newer'],
} as const;

const historyFields = z.object({
  ...replicaQuerySchema.shape,
  scope: z
    .enum(['replica', 'set'])
    .default('replica')
    .describe('`set`: the lines of all replicas by time, each with its pod'),
  after: count().optional().describe('Begins after this number'),
  before: count().optional().describe('Ends before this number'),
  n: count().optional().describe('With this number in the middle'),
  since: time.optional().describe('Begins at this time, in UTC'),
  until: time.optional().describe('Ends before this time, in UTC'),
  older: line.optional().describe('With `scope=set`: ends before this line'),
  newer: line.optional().describe('With `scope=set`: begins after this line'),
  limit: wholeNumber(1, 1000, 'a whole number from 1 to 1000')
    .default(100)
    .describe('How many lines at most'),
  download: z.enum(['text', 'ndjson']).optional().describe('All lines that are kept, as a file'),
});

export const historyQuerySchema = historyFields.superRefine((query, context) => {
  const refuse = (name: string, message: string): void =>
    context.addIssue({ code: 'custom', path: [name], message });
  const { scope } = query;
  const isGiven = (name: keyof typeof query): boolean => query[name] !== undefined;
  for (const name of placesOf[scope === 'set' ? 'replica' : 'set'].filter(isGiven)) {
    if (scope === 'set')
      refuse(name, 'belongs to one replica; with scope=set give since, until, older or newer');
    else refuse(name, 'belongs to scope=set');
  }
  const given = (['since', 'until', 'older', 'newer'] as const).filter(isGiven);
  if (scope === 'set' && given.length > 1) refuse(given[1] as string, `cannot be given with ${given[0]}`);
});
export type HistoryQuery = z.output<typeof historyQuerySchema>;

export const infoSchema = z.object({
  service: z.string(),
  version: z.string(),
  revision: z.string(),
  pod: z.string(),
  namespace: z.string(),
  node: z.string(),
  ordinal: identityFields.ordinal,
  replica: identityFields.replica,
  boot: z.string(),
  claim: z.string(),
  dataDir: z.string(),
  startedAt: z.iso.datetime(),
  uptimeSeconds: z.number(),
});
