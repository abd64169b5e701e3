import { identityFields, receiptSchema } from '@visits/visits';
import { z } from 'zod';

/** What a calculation is asked with, as JSON or as a form. Its grammar and limits are the arithmetic's: 422, not 400. */
export const questionSchema = z.object({
  expression: z.string('must be a text, such as "3 + 4"').describe('+ - * / ^ ( ), at most 256 characters'),
});
export type Question = z.infer<typeof questionSchema>;

export const answerSchema = z.object({
  expression: z.string().describe('As recorded: one space around each operator'),
  result: z.string().describe('At most 34 significant digits'),
  text: z.string().describe('The line of the log: 3 + 4 = 7'),
  visits: z.int().positive().describe('All calculations counted on this volume'),
  ...identityFields,
  receipt: receiptSchema,
});
export type Answer = z.infer<typeof answerSchema>;

export const indexSchema = z.object({
  service: z.string(),
  visits: z.int().nonnegative(),
  ...identityFields,
  calculate: z.object({ method: z.literal('POST'), path: z.string(), body: questionSchema }),
});
