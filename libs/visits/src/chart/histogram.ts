import { type CountsAt } from '@visits/persistence';

export interface Histogram {
  /** Seconds of one bucket. */
  readonly step: number;
  readonly from: string;
  /** The end of the bucket that is being filled now. */
  readonly to: string;
  /** What is known to be counted in all of them. */
  readonly visits: number;
  /** Oldest first; `visits` is null where the lines of that time are not kept any more. */
  readonly buckets: readonly { readonly at: string; readonly visits: number | null }[];
}

/** The edges of the buckets, oldest first: whole steps, so that a bucket holds the same visits whenever it is asked for. */
export function edgesOf(nowMs: number, step: number, last: number): string[] {
  const stepMs = step * 1000;
  const count = Math.ceil(last / step);
  const end = (Math.floor(nowMs / stepMs) + 1) * stepMs;
  return Array.from({ length: count + 1 }, (_, i) => new Date(end - (count - i) * stepMs).toISOString());
}

/** Counts are absolute: the visits between two times are the difference of the counts before them. */
export function histogramOf(edges: readonly string[], step: number, { counts, oldest }: CountsAt): Histogram {
  const buckets = edges.slice(1).map((end, i) => {
    const isGone = oldest !== null && oldest.n > 1 && end <= oldest.at;
    const visits = isGone ? null : (counts[i + 1] as number) - (counts[i] as number);
    return { at: edges[i] as string, visits };
  });
  const visits = buckets.reduce((sum, bucket) => sum + (bucket.visits ?? 0), 0);
  return { step, from: edges[0] as string, to: edges.at(-1) as string, visits, buckets };
}
