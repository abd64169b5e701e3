import { type LogEntry } from '@visits/web';

/** A calculation as the log holds it. */
export interface RecordedCalculation extends LogEntry {
  readonly expression: string;
  readonly result: string;
}

/** A text is `<expression> = <result>`, and neither holds an equals sign. */
export function recordedCalculation({ n, at, text }: LogEntry): RecordedCalculation {
  const [expression = text, result = ''] = text.split(' = ');
  return { expression, result, text, n, at };
}
