import { Decimal } from 'decimal.js';
import { ArithmeticError } from './arithmetic-error';
import type { Expression, Operator } from './expression';

/** IEEE 754 decimal128: 34 significant digits, half to even, up to 9.99…e+6144. Our own clone, so nobody else's set-up counts. */
const Number34 = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_EVEN,
  minE: -6143,
  maxE: 6144,
  toExpNeg: -7,
  toExpPos: 34,
  defaults: true,
});

export function evaluate(expression: Expression): Decimal {
  switch (expression.kind) {
    case 'number':
      return literal(expression.literal);
    case 'negation':
      return evaluate(expression.operand).neg();
    case 'group':
      return evaluate(expression.inner);
    case 'operation':
      return operate(expression.operator, evaluate(expression.left), evaluate(expression.right));
  }
}

function literal(text: string): Decimal {
  // 7. and .5 are ours to read; decimal.js reads both.
  const value = new Number34(text);
  if (!value.isFinite()) throw overflow();
  if (value.isZero() && /[1-9]/.test(text.replace(/e.*/i, ''))) throw underflow();
  return value.toSignificantDigits(34);
}

function operate(operator: Operator, left: Decimal, right: Decimal): Decimal {
  switch (operator) {
    case '+':
      return checked(left.plus(right), false);
    case '-':
      return checked(left.minus(right), false);
    case '*':
      return checked(left.times(right), !left.isZero() && !right.isZero());
    case '/':
      if (right.isZero()) throw new ArithmeticError('division-by-zero', 'The expression divides by zero.');
      return checked(left.div(right), !left.isZero());
    case '^':
      return power(left, right);
  }
}

/** 0 ^ 0 is 1, as in most languages; a fraction as exponent is a root, which only numbers from zero up have. */
function power(base: Decimal, exponent: Decimal): Decimal {
  if (base.isZero() && exponent.isNegative() && !exponent.isZero())
    throw new ArithmeticError('division-by-zero', 'Zero to a negative power divides by zero.');
  if (base.isNegative() && !base.isZero() && !exponent.isInteger())
    throw new ArithmeticError(
      'power-undefined',
      'A negative number has no real power with a fractional exponent.',
    );
  if (base.isZero() || base.abs().eq(1)) return smallPower(base, exponent);
  // How large the result gets is known before any work is done: 9 ^ 9 ^ 9 ^ 9 must not cost more than 2 ^ 3.
  const digits = exponent.times(base.abs().log(10));
  if (digits.gt(6200)) throw overflow();
  if (digits.lt(-6200)) throw underflow();
  return checked(base.pow(exponent), true);
}

function smallPower(base: Decimal, exponent: Decimal): Decimal {
  if (base.isZero()) return new Number34(exponent.isZero() ? 1 : 0);
  return new Number34(base.isNegative() && !exponent.mod(2).isZero() ? -1 : 1);
}

function checked(value: Decimal, neverZero: boolean): Decimal {
  if (!value.isFinite()) throw overflow();
  if (neverZero && value.isZero()) throw underflow();
  return value;
}

function overflow(): ArithmeticError {
  return new ArithmeticError('overflow', 'A number gets larger than 9.99e+6144.');
}

function underflow(): ArithmeticError {
  return new ArithmeticError('underflow', 'A number gets closer to zero than 1e-6143 without being zero.');
}
