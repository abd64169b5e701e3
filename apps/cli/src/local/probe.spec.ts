import { extend, reasonIn, type Probe, type Streak, verdictOf, type Verdict } from './probe';

const probe: Probe = { path: '/readyz', periodMs: 1, timeoutMs: 1, successThreshold: 2, failureThreshold: 3 };

function verdicts(answers: string): Verdict[] {
  let streak: Streak | null = null;
  return [...answers].map((answer) => verdictOf((streak = extend(streak, answer === '+')), probe));
}

describe('probe thresholds', () => {
  it('pass after enough successes in a row', () => {
    expect(verdicts('++')).toEqual(['open', 'passed']);
  });

  it('fail after enough failures in a row', () => {
    expect(verdicts('---')).toEqual(['open', 'open', 'failed']);
  });

  it('start again when the answer changes', () => {
    expect(verdicts('--+--+-')).toEqual(Array(7).fill('open'));
  });
});

describe('reason of a failed probe', () => {
  it('is the detail of the check that failed', () => {
    const error = {
      journal: { status: 'down', code: 'locked', detail: 'Another process holds the volume.' },
    };
    expect(reasonIn(JSON.stringify({ status: 'error', info: { process: {} }, error }))).toBe(
      error.journal.detail,
    );
  });

  it.each(['', 'nope', '{}', 'null', '{"error":null}', '{"error":{"journal":null}}'])(
    'is none in %j',
    (body) => {
      expect(reasonIn(body)).toBeNull();
    },
  );
});
