import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventually } from '@visits/testing/eventually';
import { extend, reasonIn, type Probe, type Streak, verdictOf, type Verdict, watch } from './probe';

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

describe('a process that accepts and is silent', () => {
  it('fails its probe in time, whatever the garbage collector takes', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const end = new AbortController();
    const { port } = server.address() as AddressInfo;
    const verdicts: string[] = [];
    const asked = { ...probe, timeoutMs: 300, failureThreshold: 1 };
    const watching = watch(`http://127.0.0.1:${port}`, asked, end.signal, (verdict) =>
      verdicts.push(verdict),
    );
    await eventually('a verdict', 10_000, () => {
      collect();
      return verdicts.length > 0;
    });
    end.abort();
    await watching;
    server.close();
    expect(verdicts[0]).toBe('failed');
  });
});
