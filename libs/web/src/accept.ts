import { parseAccept } from 'hono/utils/accept';

export type MediaType = 'application/json' | 'application/x-ndjson' | 'text/html' | 'text/plain';

// An exact name beats a family, which beats the wildcard: RFC 9110, section 12.5.1.
function specificity(range: string, offered: MediaType): number {
  if (range === offered) return 3;
  if (range === `${offered.slice(0, offered.indexOf('/'))}/*`) return 2;
  // A page goes only to clients that ask for text: curl's and every library's */* is a program asking.
  if (offered === 'text/html') return 0;
  return range === '*/*' || range === '*' ? 1 : 0;
}

/**
 * The media type to answer with, or null where none of the offered ones is acceptable (406).
 * Higher quality wins, then the type named more exactly, then the order of the offer.
 */
export function negotiate<T extends MediaType>(
  accept: string | undefined,
  offers: readonly [T, ...T[]],
): T | null {
  if (!accept || accept === '*/*') return offers.find((offer) => offer !== 'text/html') ?? null;
  const ranges = parseAccept(accept.toLowerCase());
  let best: { offer: T; quality: number; exactness: number } | null = null;
  for (const offer of offers) {
    let exactness = 0;
    let quality = 0;
    for (const range of ranges) {
      const fit = specificity(range.type, offer);
      if (fit > exactness) [exactness, quality] = [fit, range.q];
    }
    if (exactness === 0 || quality === 0) continue;
    if (!best || quality > best.quality || (quality === best.quality && exactness > best.exactness))
      best = { offer, quality, exactness };
  }
  return best?.offer ?? null;
}
