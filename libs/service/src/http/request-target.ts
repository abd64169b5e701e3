/** `GET http://host/path` is what a proxy sends (RFC 9112, section 3.2.2): only its path and query are ours. */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const absolute = /^https?:\/\/[^/?#]*/i.exec(target)?.[0];
  if (absolute === undefined) return target;
  const rest = target.slice(absolute.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

export function pathOf(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

export function queryOf(url: string): string {
  return /\?[^#]*/s.exec(url)?.[0] ?? '';
}

/**
 * The way from this address up to `/`, such as `../` from `/visits/log`. What is built on it stays right behind a path
 * prefix that a proxy takes away.
 */
export function upTo(url: string): string {
  const depth = pathOf(url).split('/').length - 2;
  return depth > 0 ? '../'.repeat(depth) : './';
}
