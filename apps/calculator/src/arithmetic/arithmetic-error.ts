/** Why an expression has no result: stable codes, each a 422. docs/reference.md names them. */
export type ArithmeticCode =
  | 'expression-empty'
  | 'expression-too-long'
  | 'expression-too-deep'
  | 'expression-invalid'
  | 'division-by-zero'
  | 'power-undefined'
  | 'overflow'
  | 'underflow';

export const arithmeticActions: Readonly<Record<ArithmeticCode, string>> = {
  'expression-empty': 'Write an expression, such as 3 + 4.',
  'expression-too-long': 'Split the expression into shorter ones.',
  'expression-too-deep': 'Use fewer nested parentheses, signs and powers.',
  'expression-invalid': 'Use numbers, + - * / ^ and parentheses, such as 2 * (3 + 4).',
  'division-by-zero': 'Divide by something other than zero.',
  'power-undefined': 'Raise a negative number to a whole power only.',
  overflow: 'Calculate with smaller numbers.',
  underflow: 'Calculate with larger numbers.',
};

export class ArithmeticError extends Error {
  /** `position` counts characters from 1, where one place is to blame. `action` where the code's own says too little. */
  constructor(
    readonly code: ArithmeticCode,
    detail: string,
    readonly position?: number,
    readonly action: string = arithmeticActions[code],
  ) {
    super(detail);
    this.name = 'ArithmeticError';
  }
}
