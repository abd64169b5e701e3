import type { Report } from '@visits/proof';

export type Disruption = Report['scenarios'][number]['exposure']['hits'][number] & {
  readonly scenario: string;
};

/** From the first to the last that is known of a run, in its milliseconds. */
export function extentOf({ timeline, replicas, scenarios }: Report): [number, number] {
  const boots = replicas.flatMap((replica) => replica.boots);
  const times = [
    ...boots.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    ...timeline.flatMap(({ second }) => [second * 1000, second * 1000 + 1000]),
    ...scenarios.flatMap(({ fromMs, tookMs }) => (fromMs === null ? [] : [fromMs, fromMs + (tookMs ?? 0)])),
  ];
  if (times.length === 0) return [0, 1000];
  return times.reduce<[number, number]>(
    ([low, high], ms) => [Math.min(low, ms), Math.max(high, ms)],
    [Infinity, -Infinity],
  );
}

export function disruptionsOf({ scenarios }: Report): Disruption[] {
  return scenarios.flatMap(({ name, exposure }) => exposure.hits.map((hit) => ({ ...hit, scenario: name })));
}
