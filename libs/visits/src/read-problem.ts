import { JournalError, type ReadError } from '@visits/persistence';
import { Problem } from '@visits/service';
import { visitsProblems } from './errors';
import { journalProblem } from './journal-problem';

/** Why a volume could not be read, as an answer: `stalled` where the disk does not answer, else `log-unreadable`. */
export function readProblem(error: ReadError | JournalError): Problem {
  if (error instanceof JournalError) return journalProblem(error, 'Not read in time');
  return new Problem({
    ...visitsProblems['log-unreadable'],
    code: 'log-unreadable',
    detail: error.message,
    cause: error,
    headers: { 'retry-after': '1' },
  });
}
