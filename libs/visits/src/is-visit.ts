import { isChecker } from './checkers';

export interface RequestFacts {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Whether a request is somebody's visit. Not visits: any method but GET, health checkers and scrapers by their name,
 * and what a browser fetches before anyone asked to see it. Browsers, curl and wget are visits, and so is a client
 * without a name: a checker that hides its name has to be pointed at /livez.
 */
export function isVisit({ method, headers }: RequestFacts): boolean {
  if (method !== 'GET') return false;
  if (isChecker(one(headers['user-agent']))) return false;
  return !isAhead(headers);
}

/** What a browser fetches before anybody asked to see it. `Sec-Purpose` is the standard; `Purpose`, `X-Purpose` and `X-Moz` are what older browsers still send. */
export function isAhead(headers: RequestFacts['headers']): boolean {
  for (const name of ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'])
    if (headers[name] !== undefined && /\b(prefetch|prerender|preview)\b/i.test(one(headers[name])))
      return true;
  return false;
}

function one(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}
