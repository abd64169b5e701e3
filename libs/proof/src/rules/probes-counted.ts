import { type Evidence } from '../evidence/evidence';
import { observationLine, type Rule } from './rule';

type Window = ReturnType<typeof windowsOf>[number];

/** Three windows of probe traffic, with different numbers of requests, between silent ones: does the count follow? */
export const probesCounted: Rule = {
  codes: ['PROBES_COUNTED', 'PROBES_UNCLEAR'],
  check(evidence, verdict) {
    const pods = new Map<string, Window[]>();
    for (const entry of windowsOf(evidence)) {
      const key = `${entry.window.app} ${entry.window.pod}`;
      pods.set(key, [...(pods.get(key) ?? []), entry]);
    }
    if (pods.size === 0) verdict.skip('PROBES_COUNTED', 'There were no windows of probe traffic.');
    for (const windows of pods.values()) {
      const { app, pod } = windows[0]!.window;
      const loud = windows.filter(({ window }) => window.requests > 0);
      const silent = windows.filter(({ window }) => window.requests === 0);
      if (new Set(loud.map(({ window }) => window.requests)).size < 3 || silent.length < 2) {
        verdict.skip('PROBES_COUNTED', `${pod}: fewer than three windows between silent ones.`, app);
        continue;
      }
      const quietRise = Math.max(...silent.map(({ rise }) => rise));
      if (loud.every(({ rise }) => rise <= quietRise)) continue;
      const last = loud.at(-1)!.window;
      verdict.find(follows(loud, quietRise) ? 'PROBES_COUNTED' : 'PROBES_UNCLEAR', {
        message: `${pod}: ${loud.map(({ window, rise }) => `+${rise} in ${window.requests} probes`).join(', ')}; silent: at most +${quietRise}.`,
        evidence: loud.map(({ window }) => observationLine(window.line)),
        ms: last.ms,
        scenario: last.scenario,
      });
    }
  },
};

/** More probes, more counts, each time. */
function follows(loud: readonly Window[], quietRise: number): boolean {
  const byRequests = [...loud].sort((a, b) => a.window.requests - b.window.requests);
  return byRequests.every(({ rise, window }, i) => {
    const before = byRequests[i - 1];
    return rise > quietRise && (!before || rise > before.rise || window.requests === before.window.requests);
  });
}

/** Our own visits in a window are no rise. */
function windowsOf({ observations, acked }: Evidence) {
  return observations.of('window').map((window) => {
    const ours = acked.filter(
      ({ receipt, sentMs, answeredMs }) =>
        receipt!.replica === window.replica && sentMs >= window.startMs && answeredMs! <= window.ms,
    );
    return { window, rise: window.after - window.before - ours.length };
  });
}
