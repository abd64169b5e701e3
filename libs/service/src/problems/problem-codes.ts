import { Problem, type ProblemOptions } from './problem';

export interface ProblemDescription {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly action: string;
}

/** The codes that every service of ours may answer; libraries above add their own. docs/reference.md is compared with it. */
export const problemCodes = {
  moved: row(308, 'Moved', 'This address has a slash too many.', 'Use the address that Location names.'),
  'malformed-request': row(400, 'Malformed request', 'These bytes are no HTTP request.', 'Send HTTP/1.1.'),
  'bad-url': row(
    400,
    'Bad URL',
    'The URL cannot be decoded.',
    'Write % as %25 and encode the rest as UTF-8.',
  ),
  'bad-request': row(
    400,
    'Bad request',
    'The request cannot be understood.',
    'Compare it with /openapi.json.',
  ),
  'invalid-body': row(
    400,
    'Invalid body',
    'The body is not what its type says.',
    'Send a complete, valid body.',
  ),
  'invalid-input': row(
    400,
    'Invalid input',
    'A value is missing or wrong.',
    'Compare it with /openapi.json.',
  ),
  'not-found': row(
    404,
    'Not found',
    'There is nothing at this address.',
    'See /docs for all addresses; programs read /openapi.json.',
  ),
  'method-not-allowed': row(
    405,
    'Method not allowed',
    'This address does not know this method.',
    'Use a method that the Allow header names.',
  ),
  'not-acceptable': row(
    406,
    'Not acceptable',
    'There is no answer of a type that Accept names.',
    'Accept application/json or text/html.',
  ),
  'request-timeout': row(
    408,
    'Request timeout',
    'The request did not arrive in time.',
    'Send it again, faster.',
  ),
  'body-too-large': row(413, 'Body too large', 'The body is larger than 16 KiB.', 'Send a smaller body.'),
  'url-too-long': row(414, 'URL too long', 'The URL is longer than 2048 characters.', 'Send a shorter URL.'),
  'unsupported-media-type': row(
    415,
    'Unsupported media type',
    'A body of this type cannot be read.',
    'Send application/json or application/x-www-form-urlencoded.',
  ),
  'expectation-failed': row(
    417,
    'Expectation failed',
    'What Expect asks for is not known.',
    'Send no Expect header, or 100-continue.',
  ),
  unprocessable: row(
    422,
    'Unprocessable',
    'The request is well formed but has no answer.',
    'Change its values.',
  ),
  'headers-too-large': row(
    431,
    'Headers too large',
    'The headers are larger than 16 KiB.',
    'Send fewer headers.',
  ),
  'internal-error': row(
    500,
    'Internal error',
    'The service met an error of its own.',
    'Try again; if it stays, look at the log of this pod.',
  ),
  unavailable: row(503, 'Unavailable', 'The service cannot answer now.', 'Try again in a second.'),
} as const satisfies Record<string, ProblemDescription>;

export type ProblemCode = keyof typeof problemCodes;

export function knownProblem(
  code: ProblemCode,
  more: Partial<Pick<ProblemOptions, 'detail' | 'action' | 'cause' | 'headers'>> = {},
) {
  return new Problem({ ...problemCodes[code], code, ...more });
}

function row(status: number, title: string, detail: string, action: string): ProblemDescription {
  return { status, title, detail, action };
}
