import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Seen } from '../bundle/observations';
import { Stage, type StageParts } from '../engine/stage';
import { LocalLoad } from '../load/local-load';
import { RunClock } from '../run-clock';
import type { TargetPod } from '../targets/target';
import { twoWriters } from './two-writers';

let directory: string;
let server: Server;
/** What reached the second pod. */
let asked: string[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'visits-second-'));
  asked = [];
  server = createServer(({ url = '' }, answer) => {
    asked.push(url);
    answer.setHeader('x-pod', 'second').setHeader('content-type', 'application/json');
    if (url === '/startupz') return answer.end('{}');
    answer.statusCode = 503;
    const holder = { error: { journal: { holder: { pod: 'clock-0' } } } };
    answer.end(JSON.stringify(url === '/health' ? holder : { code: 'locked' }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterEach(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

const pod = (name: string, origin: string): TargetPod => ({
  ...({ app: 'clock', name, ordinal: 0, uid: name, claim: 'c', volume: 'v', ready: false } as const),
  ...{ origin, why: 'Pending' },
});

/** A cluster gives a pod its address some time after it was made. */
async function played(): Promise<Seen[]> {
  const { port } = server.address() as AddressInfo;
  const clock = new RunClock();
  const seen: Seen[] = [];
  const see = (one: Seen) => void seen.push(one);
  const ledgerPath = join(directory, 'ledger.log');
  const load = new LocalLoad({ run: 'r', seed: 's', challenge: '', rate: 10, clock, ledgerPath, see });
  await load.open([]);
  let looks = 0;
  const second = {
    get pod() {
      return pod('second', looks++ < 3 ? '' : `http://127.0.0.1:${port}`);
    },
    state: () => ({ ready: false, why: 'Pending' }),
    remove: async () => undefined,
  };
  const target = {
    ...{ apps: ['clock'], recordsCalls: true, deadlines: { readyMs: 5_000, stopMs: 5_000 } },
    ...{ pods: () => [pod('clock-0', '-')], addSecondWriter: async () => second },
  };
  const parts = {
    ...{ target, load, clock, see, signal: new AbortController().signal },
    ...{ onWaiting: () => undefined, watch: { processOf: () => ({ pod: 'clock-0' }) } },
  };
  await twoWriters.act(new Stage('two-writers', parts as unknown as StageParts));
  await load.stop();
  await load.close();
  return seen;
}

it('a second pod is visited at the address that it gets later, and each visit reaches it', async () => {
  const checks = (await played()).flatMap((one) => (one.kind === 'check' ? [one] : []));
  expect(checks.map(({ name, expected, seen }) => [name, seen === expected])).toEqual([
    ['second: it is not ready', true],
    ['second: names who holds the volume', true],
    ['second: visits that it acknowledged', true],
    ['second: visits that it refused as locked', true],
    ['second: it is still not ready', true],
  ]);
  expect(asked.filter((url) => url === '/')).toHaveLength(10);
});
