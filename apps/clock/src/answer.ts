import { identityFields, receiptSchema } from '@visits/visits';
import { z } from 'zod';

/** What `GET /` answers. `receipt` is absent where the request was not counted. */
export const clockAnswerSchema = z.object({
  time: z.string().describe('24 hours, in the zone: 16:45:04'),
  zone: z.string(),
  visits: z.int().nonnegative().describe('All visits counted on this volume'),
  ...identityFields,
  counted: z.boolean(),
  receipt: receiptSchema.optional(),
});
export type ClockAnswer = z.infer<typeof clockAnswerSchema>;
