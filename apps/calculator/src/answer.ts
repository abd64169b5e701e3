import { identityFields, receiptSchema } from '@visits/visits';
import { z } from 'zod';

/** What a calculation is asked with, as JSON or as a form. Its grammar and limits are the arithmetic's: 422, not 400. */
export const questionSchema = z.object(
  {
    expression: z.string('must be a text, such as "3 + 4"').describe('+ - * / ^ ( ), at most 256 characters'),
  },
  'Send {"expression": "3 + 4"} as JSON, or a form with the field expression.',
);
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

export const calculationPathSchema = z.object({
  n: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be a whole number from 1 up')
    .describe('The number that its receipt names'),
});
export type CalculationPath = z.output<typeof calculationPathSchema>;

/** One line of the log, read again. */
export const calculationSchema = z.object({
  expression: z.string(),
  result: z.string(),
  text: z.string(),
  ...identityFields,
  n: z.int().positive(),
  at: z.iso.datetime().describe("The line's own time, UTC"),
});
