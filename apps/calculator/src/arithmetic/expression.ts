import { ArithmeticError } from './arithmetic-error';
import { type Token, tokenName, tokens } from './tokens';

export type Operator = '+' | '-' | '*' | '/' | '^';
export type Expression =
  | { readonly kind: 'number'; readonly literal: string }
  | { readonly kind: 'negation'; readonly operand: Expression }
  | { readonly kind: 'group'; readonly inner: Expression }
  | {
      readonly kind: 'operation';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** Nested parentheses, signs and powers together; each costs stack, and no person writes more. */
export const maxDepth = 64;

const missing = 'Write an operator between two numbers, and 1000 without a space.';

/** How strongly each operator holds its operands. A sign binds more than * and less than ^: -2 ^ 2 is -4. */
const strength: Readonly<Record<Operator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '^': 4 };
const signStrength = 3;

/** Precedence climbing: Pratt, "Top down operator precedence", 1973. */
export function parse(source: string): Expression {
  const parser = new Parser(tokens(source));
  return parser.whole();
}

class Parser {
  #index = 0;
  #depth = 0;

  constructor(readonly list: readonly Token[]) {}

  whole(): Expression {
    const expression = this.#expression(0);
    const rest = this.#next();
    if (rest.kind === 'number') throw this.#unexpected(rest, 'an operator', missing);
    if (rest.kind !== 'end') throw this.#unexpected(rest, 'an operator');
    return expression;
  }

  #expression(weakest: number): Expression {
    if (++this.#depth > maxDepth) {
      const { position } = this.#next();
      throw new ArithmeticError(
        'expression-too-deep',
        `The expression is nested more than ${maxDepth} levels deep.`,
        position,
      );
    }
    let left = this.#operand();
    for (;;) {
      const token = this.#peek();
      if (token.kind !== 'symbol' || token.symbol === '(' || token.symbol === ')') break;
      const operator = token.symbol;
      if (strength[operator] <= weakest) break;
      this.#next();
      // 2 ^ 3 ^ 2 is 2 ^ (3 ^ 2): the right side may hold the same operator again.
      const right = this.#expression(operator === '^' ? strength['^'] - 1 : strength[operator]);
      left = { kind: 'operation', operator, left, right };
    }
    this.#depth -= 1;
    return left;
  }

  #operand(): Expression {
    const token = this.#next();
    if (token.kind === 'number') return { kind: 'number', literal: token.literal };
    if (token.kind === 'symbol' && token.symbol === '-')
      return { kind: 'negation', operand: this.#expression(signStrength) };
    if (token.kind === 'symbol' && token.symbol === '(') {
      const inner = this.#expression(0);
      const close = this.#next();
      if (close.kind !== 'symbol' || close.symbol !== ')')
        throw this.#unexpected(close, 'an operator or ")"', close.kind === 'number' ? missing : undefined);
      return { kind: 'group', inner };
    }
    throw this.#unexpected(token, 'a number, "-" or "("');
  }

  #peek(): Token {
    return this.list[this.#index] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#index += 1;
    return token;
  }

  #unexpected(token: Token, wanted: string, action?: string): ArithmeticError {
    const detail = `Position ${token.position}: ${tokenName(token)}, where ${wanted} was expected.`;
    return new ArithmeticError('expression-invalid', detail, token.position, action);
  }
}

/** The expression with one space around each operator: how it is recorded and shown. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.literal;
    case 'negation':
      return `-${print(expression.operand)}`;
    case 'group':
      return `(${print(expression.inner)})`;
    case 'operation':
      return `${print(expression.left)} ${expression.operator} ${print(expression.right)}`;
  }
}
