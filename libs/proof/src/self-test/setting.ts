const START = Date.parse('2026-11-26T09:00:00.000Z');

/** When the load of a simulated run begins, kills and ends, in its milliseconds. */
export const LOAD = { fromMs: 1_000, killMs: 1_800, toMs: 2_800 } as const;

export function iso(ms: number): string {
  return new Date(START + Math.floor(ms)).toISOString();
}

export function claimOf({ name }: { name: string }): string {
  return `visits-${name}`;
}
