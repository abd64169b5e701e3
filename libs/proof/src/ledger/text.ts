/* eslint-disable no-control-regex -- control characters are what this file is about */

/** A text may come from an answer that nobody can vouch for: escaped, it can neither end a line nor pose as "none". */
export function escapeText(text: string | undefined): string {
  if (text === undefined || text === '') return '-';
  if (text === '-') return '\\x2d';
  return text.replace(/[\\\u0000-\u001f\u007f-\u009f]/g, (character) =>
    character === '\\' ? '\\\\' : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** Knows the volume's escapes too: they are of the same form. */
export function unescapeText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:\\|x([0-9a-f]{2}))/g, (_, hex: string | undefined) =>
    hex === undefined ? '\\' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
