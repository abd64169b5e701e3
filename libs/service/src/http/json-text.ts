/** JSON as it is sent: it ends with a line feed, so that a shell's prompt begins a line; `?pretty` indents it. */
export function jsonText(text: string, url: string): string {
  const wanted = url.includes('?') && /[?&]pretty(?:[=&]|$)/.test(url);
  const body = wanted ? JSON.stringify(JSON.parse(text), null, 2) : text;
  return body.endsWith('\n') ? body : `${body}\n`;
}

export const isJson = (type: unknown): boolean =>
  typeof type === 'string' && /^application\/(?:problem\+)?json\b/.test(type);
