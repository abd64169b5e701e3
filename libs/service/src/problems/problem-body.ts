import { STATUS_CODES } from 'node:http';
import { upTo } from '../http/request-target';
import { type Problem, type ProblemRenderer, type ProblemView } from './problem';

export interface ProblemBody {
  readonly contentType: string;
  readonly text: string;
}

/** HTML goes only to who names it: the wildcard of curl gets JSON. */
function namesHtml(accept: string | undefined): boolean {
  return accept !== undefined && /text\/html/i.test(accept);
}

export function problemView(problem: Problem, url?: string, traceId?: string): ProblemView {
  return {
    type: `urn:visits:problem:${problem.code}`,
    title: problem.title ?? STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    action: problem.action,
    ...(url === undefined ? {} : { instance: pathOf(url) }),
    ...(traceId === undefined ? {} : { trace_id: traceId }),
  };
}

export function problemBody(
  view: ProblemView,
  { url, headers }: { readonly url: string; readonly headers: { readonly accept?: string | undefined } },
  render?: ProblemRenderer,
): ProblemBody {
  if (render && namesHtml(headers.accept))
    return { contentType: 'text/html; charset=utf-8', text: render(view, upTo(url)) };
  return { contentType: 'application/problem+json', text: `${JSON.stringify(view)}\n` };
}

/** The path alone (a query may hold anything), of plain URL characters only, and short. */
function pathOf(url: string): string {
  const path = url.slice(0, 200).replace(/[?#].*$/s, '');
  return path.replace(/[^\w\-.~!$&()*+,;=:@%/]/g, '_');
}
