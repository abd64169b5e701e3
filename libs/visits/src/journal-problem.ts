import { type JournalError } from '@visits/persistence';
import { Problem } from '@visits/service';

/** A refused visit as the answer that says why; `title` where it is no visit. Every code is a 503 that may be tried again. */
export function journalProblem(error: JournalError, title = titleOf(error)): Problem {
  return new Problem({
    status: 503,
    code: error.code,
    title,
    detail: error.message,
    action: error.action,
    cause: error,
    headers: { 'retry-after': '1' },
  });
}

const titleOf = ({ code }: JournalError): string =>
  code === 'outcome-unknown' ? 'Not known whether counted' : 'Not counted';
