import { ArithmeticError } from './arithmetic-error';

export type Sign = '+' | '-' | '*' | '/' | '^' | '(' | ')';
export type Token =
  | { readonly kind: 'number'; readonly literal: string; readonly position: number }
  | { readonly kind: 'symbol'; readonly symbol: Sign; readonly position: number }
  | { readonly kind: 'end'; readonly position: number };

/** Signs that keyboards and word processors write for ours. */
const spellings: Readonly<Record<string, Sign>> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '*': '*',
  '×': '*',
  '/': '/',
  '÷': '/',
  '^': '^',
  '(': '(',
  ')': ')',
};

/** `7`, `0.5`, `.5`, `7.`, `1e-7`, `9.99E+40`: everything that a result can be printed as can be typed again. */
const numeral = /(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?/y;

export function tokens(source: string): Token[] {
  const found: Token[] = [];
  let index = 0;
  while (index < source.length) {
    const character = String.fromCodePoint(source.codePointAt(index) as number);
    const position = index + 1;
    const symbol = Object.hasOwn(spellings, character) ? spellings[character] : undefined;
    numeral.lastIndex = index;
    const literal = numeral.exec(source)?.[0];
    if (literal !== undefined) {
      found.push({ kind: 'number', literal, position });
      index += literal.length;
    } else if (symbol !== undefined) {
      found.push({ kind: 'symbol', symbol, position });
      index += 1;
    } else if (character === ' ' || character === '\t') {
      index += 1;
    } else {
      throw new ArithmeticError(
        'expression-invalid',
        `Position ${position}: ${name(character)} means nothing here.`,
        position,
      );
    }
  }
  found.push({ kind: 'end', position: source.length + 1 });
  return found;
}

/** A character as people can read it; what a terminal would obey or not show goes by its number. */
function name(character: string): string {
  if (/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)) return `"${character}"`;
  return `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
}

export function tokenName(token: Token): string {
  if (token.kind === 'end') return 'the end';
  return `"${token.kind === 'number' ? token.literal : token.symbol}"`;
}
