import { type JournalError } from '@visits/persistence';
import { Problem } from '@visits/service';

/** A refused visit as the answer that says why. Every journal code is a 503 that may be tried again. */
export function journalProblem(error: JournalError): Problem {
  return new Problem({
    status: 503,
    code: error.code,
    title: error.code === 'outcome-unknown' ? 'Not known whether counted' : 'Not counted',
    detail: error.message,
    action: error.action,
    cause: error,
    headers: { 'retry-after': '1' },
  });
}
