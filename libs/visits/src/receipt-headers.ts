import { type Receipt } from './schemas';

/** The receipt for who reads headers only: `X-Visit: <replica>/<n>` and `X-Visit-At: <at>`. */
export function receiptHeaders({ replica, n, at }: Receipt): Record<string, string> {
  return { 'x-visit': `${replica}/${n}`, 'x-visit-at': at };
}
