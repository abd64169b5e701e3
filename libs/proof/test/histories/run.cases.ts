import { type Case } from './case';

const scenario = 'isolation';
const step = (word: string, ms: number, of = scenario) => ({ kind: 'step', ms, scenario: of, word }) as const;
const selfTest = (passed: boolean) => ({
  selfTest: { clean: { runs: 1, falseAlarms: 0 }, lies: { runs: 1, convicted: Number(passed) }, passed },
});

/** What stands in the way of a verdict although nothing is wrong with the counts. */
export const RUN_CASES: readonly Case[] = [
  {
    code: 'EXPOSURE_LOW',
    with: (h) => {
      h.draft.facts!.scenarios = [{ name: scenario }];
      h.sees(step('begin', 0), step('end', 1000));
      for (let i = 1; i < 20; i++) h.visits(i * 10, 'clock-0');
    },
    fires: () => undefined,
    spares: (h) => h.visits(200, 'clock-0'),
  },
  {
    code: 'NOT_FINISHED',
    with: (h) => h.sees(step('begin', 0)),
    fires: () => undefined,
    spares: (h) => h.sees(step('end', 1)),
  },
  {
    code: 'NOT_RESTORED',
    fires: (h) =>
      h.sees({ kind: 'leftover', ms: 1, object: 'pv/a', why: 'kept', command: 'kubectl delete pv a' }),
    spares: (h) => h.sees({ kind: 'call', ms: 1, verb: 'delete', object: 'pv/a', outcome: 'done' }),
  },
  {
    code: 'OBSERVATIONS_DAMAGED',
    with: (h) => h.sees(step('begin', 0)),
    fires: (h) => h.tamper('observations.ndjson', (lines) => lines + '{"kind":"count"}\n'),
    spares: (h) => h.tamper('observations.ndjson', (lines) => lines + '{"kind":"weather"}\n{"kind":"count"}'),
  },
  {
    code: 'SCENARIO_SKIPPED',
    fires: (h) => (h.draft.facts!.scenarios = [{ name: 'power', skipped: 'no --power-cut', named: true }]),
    spares: (h) => (h.draft.facts!.scenarios = [{ name: 'power', skipped: 'no --power-cut' }]),
  },
  {
    code: 'SELF_TEST_FAILED',
    fires: () => undefined,
    spares: () => undefined,
    options: { fires: selfTest(false), spares: selfTest(true) },
  },
  {
    code: 'SPEC_CHANGED',
    fires: (h) =>
      h.sees({ kind: 'changed', ms: 1, object: 'statefulset/clock', manager: 'argocd', detail: 'replicas' }),
    spares: (h) =>
      h.sees({ kind: 'call', ms: 1, verb: 'patch', object: 'statefulset/clock', outcome: 'done' }),
  },
  {
    code: 'VISIT_UNANSWERED',
    with: (h) => h.sees(step('begin', 10, 'rollout'), step('end', 90, 'rollout')),
    fires: (h) => h.fails(h.sends(10, 'clock-0'), 12, 'unknown', { code: 'ECONNRESET' }),
    spares: (h) => h.fails(h.sends(9.999, 'clock-0'), 12, 'unknown', { code: 'ECONNRESET' }),
  },
  {
    code: 'VISIT_UNANSWERED',
    name: 'up to its end, and only where a visit may have been counted',
    with: (h) => h.sees(step('begin', 10, 'rollout'), step('end', 90, 'rollout')),
    fires: (h) => h.fails(h.sends(90, 'clock-0'), 92, 'unknown'),
    spares: (h) => {
      h.fails(h.sends(90, 'clock-0'), 92, 'refused');
      h.fails(h.sends(90.001, 'clock-0'), 92, 'unknown');
    },
  },
];
