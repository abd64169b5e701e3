import { type Evidence } from '../evidence/evidence';
import { observationLine, type Rule, type Verdicts } from './rule';

interface Read {
  readonly line: number;
  readonly sentMs: number;
  readonly ms: number;
  readonly value: number;
}

/** Of two reads that do not overlap the later is never lower. What was answered after a power cut says nothing. */
export const countWentBack: Rule = {
  codes: ['COUNT_WENT_BACK'],
  check(evidence, verdict) {
    const reads = withoutCut(evidence, evidence.observations.of('count')).filter(({ replica }) => replica);
    compare('COUNT_WENT_BACK', reads, (r) => [r.replica!, r.visits, `${r.pod} (${r.replica})`], verdict);
  },
};

export const totalWentBack: Rule = {
  codes: ['TOTAL_WENT_BACK'],
  check(evidence, verdict) {
    const reads = withoutCut(evidence, evidence.observations.of('total'));
    compare('TOTAL_WENT_BACK', reads, (r) => [`${r.app} ${r.pod}`, r.total, r.pod], verdict);
  },
};

function withoutCut<R extends { ms: number; boot?: string | undefined }>(
  { observations }: Evidence,
  reads: readonly R[],
): R[] {
  const cuts = observations.of('disruption').filter(({ how }) => how === 'power');
  return reads.filter((read) => !cuts.some(({ ms, boot }) => read.ms >= ms && read.boot === boot));
}

function compare<R extends { line: number; sentMs: number; ms: number }>(
  code: 'COUNT_WENT_BACK' | 'TOTAL_WENT_BACK',
  reads: readonly R[],
  of: (read: R) => [key: string, value: number, name: string],
  verdict: Verdicts,
): void {
  const series = new Map<string, { name: string; reads: Read[] }>();
  for (const read of reads) {
    const [key, value, name] = of(read);
    const held = series.get(key) ?? { name, reads: [] };
    series.set(key, held);
    held.reads.push({ line: read.line, sentMs: read.sentMs, ms: read.ms, value });
  }
  if (![...series.values()].some(({ reads }) => reads.length > 1))
    verdict.skip(code, 'It was not read twice.');
  for (const { name, reads } of series.values())
    for (const [earlier, later] of lowered(reads))
      verdict.find(code, {
        message: `${name} said ${later.value} after it had said ${earlier.value}.`,
        evidence: [observationLine(later.line), observationLine(earlier.line)],
        ms: later.ms,
      });
}

function lowered(reads: readonly Read[]): [earlier: Read, later: Read][] {
  const answered = [...reads].sort((a, b) => a.ms - b.ms);
  const asked = [...reads].sort((a, b) => a.sentMs - b.sentMs);
  const found: [Read, Read][] = [];
  let largest: Read | undefined;
  let next = 0;
  for (const read of asked) {
    for (; next < answered.length && answered[next]!.ms < read.sentMs; next++)
      if (!largest || answered[next]!.value > largest.value) largest = answered[next];
    if (largest && read.value < largest.value) found.push([largest, read]);
  }
  return found;
}
