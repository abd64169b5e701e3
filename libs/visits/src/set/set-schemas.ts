import { z } from 'zod';
import { historySchema, identityFields, loggedVisitSchema } from '../schemas';

const place = z.string().nullable();

const setLineSchema = z.object({
  pod: z.string(),
  ordinal: identityFields.ordinal,
  replica: z.string(),
  ...loggedVisitSchema.shape,
});
export type SetLine = z.infer<typeof setLineSchema>;

const missingSchema = z.object({
  pod: z.string().describe('Its address where no name is known'),
  ordinal: identityFields.ordinal,
  replica: z.string().nullable(),
  reason: z
    .string()
    .describe('Stable, such as `timeout`, `connection-refused`, `stalled`, `stopped` or `gone`'),
  detail: z.string(),
});
export type Missing = z.infer<typeof missingSchema>;

const setHistorySchema = z.object({
  items: z.array(setLineSchema).describe('Oldest first; lines of one time by replica'),
  older: place.describe('The `older` of the page before; null where no pod that answered has older lines'),
  newer: place.describe('The `newer` of the page behind; null where no pod that answered has newer lines'),
  missing: z.array(missingSchema).describe('Of whom lines may be missing, and why'),
});
export type SetHistoryAnswer = z.infer<typeof setHistorySchema>;

/** What a history is asked for, with either scope. */
export const historyAnswerSchema = z.union([historySchema, setHistorySchema]);
