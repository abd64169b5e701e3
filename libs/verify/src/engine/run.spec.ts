import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalLoad } from '../load/local-load';
import { RunClock } from '../run-clock';
import type { Target } from '../targets/target';
import { Run } from './run';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'visits-run-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A target without pods: all that is asked of it is to begin and to end. */
const empty = (stopped: () => void) =>
  ({
    ...{ apps: [], replicas: 0, deadlines: { readyMs: 1_000, stopMs: 1_000 }, device: 'unknown' },
    start: async () => undefined,
    stop: async () => stopped(),
    pods: () => [],
    facts: () => ({ target: { kind: 'local', name: 'none', own: true }, sets: [], notTested: [] }),
  }) as unknown as Target;

/** A ledger that cannot be had in the end. */
class LedgerLost extends LocalLoad {
  override async close(): Promise<void> {
    await super.close();
    throw new Error('the ledger is lost');
  }
}

it('a load that cannot be closed keeps nothing from being put back and written down', async () => {
  let stopped = 0;
  const run = new Run(
    {
      ...{ run: 'r', seed: 's', challenge: '', profile: 'quick', rate: 10, scenarios: [], hooks: {} },
      ...{ tool: { version: '0' }, directory, clock: new RunClock(), limits: [] },
      target: () => empty(() => (stopped += 1)),
      load: (options) => new LedgerLost(options),
    },
    { onStep: () => undefined, onWaiting: () => undefined, onEnd: () => undefined },
  );
  await expect(run.go(new AbortController().signal)).rejects.toThrow('the ledger is lost');
  expect(stopped).toBe(1);
  expect(existsSync(join(directory, 'facts.json'))).toBe(true);
});
