import { ArithmeticError } from './arithmetic-error';
import { numeralAt } from './numerals';
import { hintFor, type Sign, signAt } from './spellings';

export type Token =
  | { readonly kind: 'number'; readonly literal: string; readonly position: number }
  | { readonly kind: 'symbol'; readonly symbol: Sign; readonly position: number }
  | { readonly kind: 'end'; readonly position: number };

export function tokens(source: string): Token[] {
  const found: Token[] = [];
  let index = 0;
  while (index < source.length) {
    const position = index + 1;
    const numeral = numeralAt(source, index);
    const written = numeral ? undefined : signAt(source, index);
    if (numeral) {
      found.push({ kind: 'number', literal: numeral.literal, position });
      index += numeral.length;
    } else if (written) {
      found.push({ kind: 'symbol', symbol: written.sign, position });
      index += written.length;
    } else if (/\s/.test(source.charAt(index))) {
      index += 1;
    } else {
      const character = String.fromCodePoint(source.codePointAt(index) as number);
      const detail = `Position ${position}: ${name(character)} means nothing here.`;
      throw new ArithmeticError('expression-invalid', detail, position, hintFor(character));
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
