import { Problem } from '@visits/service';

/**
 * In a form + is a space: curl's `-d expression=3+4` asks for `3 4`. Whether a person left out the operator or the
 * shell did, nobody can tell; so the answer says it.
 */
export function withLostPlus(problem: Problem, type: string | undefined, expression: string): Problem {
  const isForm = type?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (!isForm || problem.code !== 'expression-invalid' || !/[\d.)]\s+[\d.(]/.test(expression)) return problem;
  const action = "In a form + means a space: send + as %2B, or use curl --data-urlencode 'expression=3+4'.";
  return new Problem({ ...problem, detail: problem.detail, action });
}
