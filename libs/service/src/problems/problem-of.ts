import { HttpException } from '@nestjs/common';
import { Problem } from './problem';
import { knownProblem, problemCodes, type ProblemCode } from './problem-codes';

const byFastifyCode: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_BAD_URL: 'bad-url',
  FST_ERR_MAX_PARAM_LENGTH: 'url-too-long',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-body',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid-body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid-body',
};

const byStatus = new Map<number, ProblemCode>(
  (Object.keys(problemCodes) as ProblemCode[]).reverse().map((code) => [problemCodes[code].status, code]),
).set(400, 'bad-request');

/** Any thrown value as a Problem. Foreign messages never reach the answer: they may echo the request. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? byFastifyCode[code] : undefined;
  if (known) return knownProblem(known, { cause: error });
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  const meant = typeof status === 'number' ? byStatus.get(status) : undefined;
  if (meant) return knownProblem(meant, { cause: error });
  return knownProblem(
    typeof status === 'number' && status >= 400 && status < 500 ? 'bad-request' : 'internal-error',
    {
      cause: error,
    },
  );
}
