import { type Evidence } from '../evidence/evidence';

/** One scenario as it ran: when, and whether it came to its end. */
export interface Span {
  readonly name: string;
  readonly skipped: string | undefined;
  readonly named: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  /** The last word that was written of it. */
  readonly last: { readonly word: string; readonly evidence: string } | undefined;
}

export const RUN = 'run';

/** The whole run first, then what facts.json names, in its order; without it what the marks name. */
export function spans({ facts, observations, ledger }: Evidence): readonly Span[] {
  const words = [
    ...ledger.marks.map(({ scenario, word, ms, line }) => ({
      scenario,
      word,
      ms,
      evidence: `ledger.log#${line}`,
    })),
    ...observations.of('step').map(({ scenario, word, ms, line }) => ({
      scenario,
      word,
      ms,
      evidence: `observations.ndjson#${line}`,
    })),
  ].sort((a, b) => a.ms - b.ms);
  const named = new Map(facts?.scenarios.map((scenario) => [scenario.name, scenario]));
  const names = new Set([...named.keys(), ...words.map(({ scenario }) => scenario)]);
  names.delete(RUN);
  const whole = { name: RUN, skipped: undefined, named: false, fromMs: 0, toMs: Infinity, last: undefined };
  return [
    whole,
    ...[...names].map((name) => {
      const mine = words.filter(({ scenario }) => scenario === name);
      const end = mine.findLast(({ word }) => word === 'end');
      // It may also get stuck in its last look, when others have run meanwhile.
      const stuck = mine.findLast(({ word }) => word === 'stuck');
      return {
        name,
        skipped: named.get(name)?.skipped,
        named: named.get(name)?.named ?? false,
        fromMs: mine[0]?.ms ?? Infinity,
        toMs: (end ?? stuck)?.ms ?? Infinity,
        last: stuck ?? end ?? mine.at(-1),
      };
    }),
  ];
}
