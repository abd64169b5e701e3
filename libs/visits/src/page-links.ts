import { type Link } from '@visits/web';

/** Of what a pod says of itself, the links name its volume: another pod that is met there asks this one. */
export function pageLinks(replica: string | null, log = 'visits/log'): Link[] {
  const own = replica === null ? '' : `?replica=${replica}`;
  return [
    { href: `${log}${own}`, label: 'Log' },
    { href: `info${own}`, label: 'Info' },
    { href: 'docs', label: 'API' },
  ];
}

/** What a page's chart is asked for again. */
export const histogramPath = (root: string, replica: string | null): string =>
  `${root}visits/histogram${replica === null ? '' : `?replica=${replica}`}`;

/** The same on a page that is not the start. */
export function pageLinksBack(replica: string | null, log?: string): Link[] {
  return [{ href: '', label: 'Start' }, ...pageLinks(replica, log)];
}
