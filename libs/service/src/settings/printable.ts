/** Foreign text for a log or an error message: one short line, without control characters or terminal escapes. */
export function printable(text: string | undefined, maxLength = 80): string {
  // eslint-disable-next-line no-control-regex
  const clean = (text ?? '').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?');
  return clean.length > maxLength ? `${clean.slice(0, maxLength)}…` : clean;
}
