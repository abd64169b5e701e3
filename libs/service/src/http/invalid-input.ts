import { type Problem } from '../problems/problem';
import { knownProblem } from '../problems/problem-codes';
import { printable } from '../settings/printable';

interface Issue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
}

/** The validation pipe's findings as one short sentence; the schema's words may quote the request, so they are cut and cleaned. */
export function invalidInput(issues: readonly Issue[]): Problem {
  const detail = issues
    .slice(0, 3)
    .map(({ path, message }) => (path?.length ? `${path.map(segmentOf).join('.')}: ${message}` : message))
    .join('; ');
  return knownProblem('invalid-input', { detail: printable(detail, 300) });
}

const segmentOf = (segment: unknown): string =>
  String(typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment);
