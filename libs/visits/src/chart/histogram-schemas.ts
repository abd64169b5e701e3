import { z } from 'zod';
import { identityFields, replicaQuerySchema, wholeNumber } from '../schemas';

const DAY = 86_400;
/** Each bucket is a search of the log. */
const MAX_BUCKETS = 240;

export const histogramQuerySchema = z
  .object({
    ...replicaQuerySchema.shape,
    step: wholeNumber(1, DAY, `a whole number from 1 to ${DAY}`)
      .optional()
      .describe('Seconds of one bucket; by default 60, or more where `last` is long'),
    last: wholeNumber(1, 7 * DAY, `a whole number from 1 to ${7 * DAY}`)
      .optional()
      .describe(`Seconds back from now; by default 60 steps, at most ${MAX_BUCKETS}`),
  })
  .refine(({ step = DAY, last = 1 }) => last <= MAX_BUCKETS * step, {
    path: ['last'],
    message: `must be at most ${MAX_BUCKETS} steps`,
  });
export type HistogramQuery = z.output<typeof histogramQuerySchema>;

/** Seconds of one bucket, and of all: what is not asked for fits what is. */
export function spanOf({ step, last }: HistogramQuery): { step: number; last: number } {
  const width = step ?? Math.max(60, Math.ceil((last ?? 0) / MAX_BUCKETS));
  return { step: width, last: last ?? Math.min(60 * width, 7 * DAY) };
}

export const histogramSchema = z.object({
  step: z.int().positive(),
  from: z.iso.datetime(),
  to: z.iso.datetime().describe('The end of the bucket that is being filled now'),
  visits: z.int().nonnegative().describe('The sum'),
  buckets: z.array(
    z.object({
      at: z.iso.datetime().describe('Where it begins'),
      visits: z.int().nonnegative().nullable().describe('Null: the lines of that time are not kept any more'),
    }),
  ),
  ...identityFields,
});
