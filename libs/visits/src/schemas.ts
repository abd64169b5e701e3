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

const loggedVisitSchema = z.object({ n: z.int().positive(), at: z.iso.datetime(), text: z.string() });

export const historySchema = z.object({
  items: z.array(loggedVisitSchema).describe('Oldest first'),
  first: z.int().nullable().describe('The oldest visit that the volume still holds'),
  next: z.int().nullable().describe('The `after` of the next page; null on the last one'),
});

/** Query values arrive as text; a repeated one arrives as a list and is refused. */
const wholeNumber = (lowest: number, highest: number, expected: string) =>
  z
    .string(`must be ${expected}`)
    .regex(/^[0-9]{1,15}$/, `must be ${expected}`)
    .transform(Number)
    .pipe(z.number().min(lowest, `must be ${expected}`).max(highest, `must be ${expected}`));

export const historyQuerySchema = z.object({
  after: wholeNumber(0, 999_999_999_999_999, 'a whole number from 0 up').optional(),
  limit: wholeNumber(1, 1000, 'a whole number from 1 to 1000').default(100),
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

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Stable: programs may rely on it'),
  detail: z.string(),
  action: z.string().describe('What to do about it'),
  instance: z.string().optional(),
});
