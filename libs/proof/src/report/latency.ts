/** Nearest rank; nothing where there is nothing. */
export function latencyOf(
  values: readonly number[],
): { count: number; p50: number; p99: number; max: number } | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const rank = (share: number): number => round(sorted[Math.ceil(share * sorted.length) - 1]!);
  return { count: sorted.length, p50: rank(0.5), p99: rank(0.99), max: rank(1) };
}

export function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
