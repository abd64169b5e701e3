const suffixes: Record<string, number> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** The number of a Kubernetes quantity (`10M` is 10,000,000; `1Gi` is 2^30), or NaN for what is none. */
export function quantity(text: unknown): number {
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(String(text));
  return match ? Number(match[1]) * (suffixes[match[2]!] ?? Number.NaN) : Number.NaN;
}
