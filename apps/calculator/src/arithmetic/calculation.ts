import { ArithmeticError } from './arithmetic-error';
import { evaluate } from './evaluation';
import { type Expression, parse, print } from './expression';

/** Characters, as typed and as recorded (one space around each operator): a line of the log has to hold it. */
export const maxLength = 256;

/** The outermost operator, which a metric may name; `number` where there is none. */
export type Operation = 'add' | 'subtract' | 'multiply' | 'divide' | 'power' | 'negate' | 'number';

export interface Calculation {
  /** `3 + 4` */
  readonly expression: string;
  /** `7`: at most 34 significant digits. */
  readonly result: string;
  /** `3 + 4 = 7` */
  readonly text: string;
}

export function calculate(expression: Expression): Calculation {
  const printed = print(expression);
  checkLength(printed);
  const value = evaluate(expression);
  // Zero has no sign here: nobody asked for -0.
  const result = value.isZero() ? '0' : value.toString();
  return { expression: printed, result, text: `${printed} = ${result}` };
}

/** White space around it is not part of it: what a file or a terminal sends ends with a line feed. */
export function read(source: string): Expression {
  checkLength(source.trim());
  if (source.trim() === '') throw new ArithmeticError('expression-empty', 'There is no expression.');
  return parse(source);
}

export function operationOf(expression: Expression): Operation {
  switch (expression.kind) {
    case 'number':
      return 'number';
    case 'negation':
      return 'negate';
    case 'group':
      return operationOf(expression.inner);
    case 'operation':
      return ({ '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '^': 'power' } as const)[
        expression.operator
      ];
  }
}

function checkLength(text: string): void {
  if (text.length > maxLength)
    throw new ArithmeticError(
      'expression-too-long',
      `An expression has at most ${maxLength} characters, one space around each operator included.`,
    );
}
