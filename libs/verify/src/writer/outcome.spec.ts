import type { Exchange } from './exchange';
import { LOCAL_BALANCER_CODES, outcomeOf } from './outcome';

const clock = { seq: 1, ms: 2, app: 'clock' } as const;
const receipt = {
  'x-pod': 'clock-0',
  'x-boot': 'f660b25a',
  'x-visit': '7f2e3855/8',
  'x-visit-at': '2026-11-26T09:00:01.007Z',
};
const problem = (code: string) => JSON.stringify({ code });
const answer = (status: number, headers: Record<string, string> = {}, body = ''): Exchange => ({
  connected: true,
  status,
  headers,
  body,
});
const ours = { 'x-pod': 'clock-0' };

describe('what became of a visit', () => {
  it.each<[string, Exchange, object]>([
    [
      'no connection',
      { connected: false, body: '', error: 'ECONNREFUSED' },
      { kind: 'refused', code: 'ECONNREFUSED' },
    ],
    [
      'no connection in time',
      { connected: false, body: '', error: 'TIMEOUT' },
      { kind: 'refused', code: 'TIMEOUT' },
    ],
    ['a reset', { connected: true, body: '', error: 'ECONNRESET' }, { kind: 'unknown', code: 'ECONNRESET' }],
    ['a timeout', { connected: true, body: '', error: 'TIMEOUT' }, { kind: 'unknown', code: 'TIMEOUT' }],
    [
      'a 503 with a code of ours',
      answer(503, ours, problem('disk-full')),
      { kind: 'refused', code: 'disk-full' },
    ],
    [
      'a 4xx with a code of ours',
      answer(422, ours, problem('bad-expression')),
      { kind: 'refused', status: 422 },
    ],
    [
      'outcome-unknown',
      answer(503, ours, problem('outcome-unknown')),
      { kind: 'unknown', code: 'outcome-unknown' },
    ],
    [
      'a 503 whose body was cut',
      { ...answer(503, ours), error: 'ECONNRESET' },
      { kind: 'unknown', status: 503 },
    ],
    ['a 503 without X-Pod', answer(503, {}, problem('disk-full')), { kind: 'unknown', status: 503 }],
    ['a 500', answer(500, ours, problem('internal-error')), { kind: 'unknown', status: 500 }],
    ['a 2xx without a receipt', answer(200, ours, '{}'), { kind: 'unknown', status: 200 }],
    [
      'a receipt that no ledger can hold',
      answer(200, { ...receipt, 'x-boot': 'a b' }),
      { kind: 'unknown', status: 200 },
    ],
  ])('%s', (_, seen, expected) => {
    expect(outcomeOf(clock, seen)).toMatchObject({ seq: 1, ms: 2, ...expected });
  });

  it('is acknowledged by the head alone: its body may have been cut', () => {
    const seen = { ...answer(200, receipt), error: 'ECONNRESET' };
    expect(outcomeOf(clock, seen)).toEqual({
      ...{ kind: 'acked', seq: 1, ms: 2, status: 200, text: undefined },
      ...{ replica: '7f2e3855', n: 8, at: '2026-11-26T09:00:01.007Z', boot: 'f660b25a' },
    });
  });

  it("has the line's text as the answer shows it", () => {
    const hour = JSON.stringify({ time: '12:00:01', zone: 'Europe/Moscow' });
    expect(outcomeOf(clock, answer(200, receipt, hour))).toMatchObject({ text: '12:00:01 Europe/Moscow' });
    const sum = JSON.stringify({ text: '1 + 2 = 3' });
    const calculator = { ...clock, app: 'calculator' } as const;
    expect(outcomeOf(calculator, answer(201, receipt, sum))).toMatchObject({ text: '1 + 2 = 3' });
  });

  it.each([...LOCAL_BALANCER_CODES])(
    "takes the balancer's own %s for refused, from the balancer only",
    (code) => {
      const seen = answer(503, {}, problem(code));
      expect(outcomeOf(clock, seen, LOCAL_BALANCER_CODES).kind).toBe('refused');
      expect(outcomeOf(clock, seen).kind).toBe('unknown');
    },
  );

  it('takes a lost connection behind the balancer for unknown', () => {
    const seen = answer(502, {}, problem('connection-lost'));
    expect(outcomeOf(clock, seen, LOCAL_BALANCER_CODES).kind).toBe('unknown');
  });
});
