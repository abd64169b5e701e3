import { ArithmeticError } from './arithmetic-error';

/** `7`, `0.5`, `.5`, `7.`, `1e-7`, `9.99E+40`: everything that a result can be printed as can be typed again. */
const plain = /(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?/y;
/** Digits with a comma among them, which may part thousands or begin decimals. */
const withComma = /([0-9][0-9.]*,[0-9.,]*[0-9])((?:[eE][+-]?[0-9]{1,6})?)/y;

const thousands = /^[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$/;
const decimals = /^(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),[0-9]+$/;

export interface Numeral {
  /** With a point before its decimals and nothing between its thousands. */
  readonly literal: string;
  /** Characters as typed. */
  readonly length: number;
}

/** The number that begins at `index`. `1,234,567.5`, `1.234,5` and `2,5` can be read one way only; `1,234` cannot. */
export function numeralAt(source: string, index: number): Numeral | undefined {
  withComma.lastIndex = index;
  const [typed, digits = '', exponent = ''] = withComma.exec(source) ?? [];
  if (typed !== undefined && (thousands.test(digits) || decimals.test(digits)))
    return { literal: `${point(digits, index + 1)}${exponent}`, length: typed.length };
  plain.lastIndex = index;
  const literal = plain.exec(source)?.[0];
  return literal === undefined ? undefined : { literal, length: literal.length };
}

function point(digits: string, position: number): string {
  const without = digits.replaceAll(',', '');
  if (!decimals.test(digits)) return without;
  const decimal = digits.replaceAll('.', '').replace(',', '.');
  if (!thousands.test(digits)) return decimal;
  throw new ArithmeticError(
    'expression-invalid',
    `Position ${position}: "${digits}" may be ${without} or ${decimal}.`,
    position,
    `Write ${without} or ${decimal}.`,
  );
}
