import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@visits/testing/eventually';
import { apps, core } from './cluster';
import { check, cleansUp, given, lacks, long } from './evidence';
import { Installation } from './installation';
import { Namespace } from './namespace';
import { folder } from './proof-run';
import { rolledOut } from './stateful-set';
import { visits, visitsMain } from './visits-command';

cleansUp();

/** How often a run is killed at a moment that nobody chose. */
const ANYWHERE = long ? 20 : 0;
const LONGEST_MS = 90_000;
const TEST_MS = 300_000;

let namespace: Namespace;

given('two clocks that are somebody else’s', async () => {
  namespace = await Namespace.create('ends');
  await new Installation(namespace, 'clusterip-pair').apply();
  await rolledOut(namespace, 'clock');
});

const find = () => apps.readNamespacedStatefulSet({ namespace: namespace.name, name: 'clock' });

async function cordoned(): Promise<boolean> {
  const { items } = await core.listNode();
  return items.some(({ spec }) => spec?.unschedulable);
}

/** A run that goes on until `signal` is sent in a moment in which `now` is so. */
async function ended(
  only: string,
  signal: 'SIGINT' | 'SIGKILL',
  now: () => Promise<boolean>,
): Promise<number | null> {
  const flags = ['-n', namespace.name, '--yes', '--allow', 'disturb,recreate,force,fill,drain'];
  const args = [visitsMain, 'verify', 'sts/clock', ...flags, '--only', only, '--out', folder()];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  await eventually('the moment', LONGEST_MS * 2, now);
  child.kill(signal);
  return (await exit)[0];
}

async function isAsBefore(before: Awaited<ReturnType<typeof find>>): Promise<void> {
  const { spec, metadata } = await find();
  expect({ spec, labels: metadata?.labels }).toEqual({ spec: before.spec, labels: before.metadata?.labels });
  const kinds = 'configmap,lease,job,pod';
  const left = await namespace.kubectl(['get', kinds, '-l', 'visits.dev/verify-run', '-o', 'name']);
  expect({ left: left.stdout, cordoned: await cordoned() }).toEqual({ left: '', cordoned: false });
  await rolledOut(namespace, 'clock');
  for (const pod of ['clock-0', 'clock-1'])
    expect(await namespace.exec(pod, ['ls', '/data'])).not.toContain('visits-verify');
}

async function restored(before: Awaited<ReturnType<typeof find>>): Promise<void> {
  const { status, stdout } = await visits(['restore', '-n', namespace.name]);
  expect({ status, stdout }).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/everything is as it was|No run has left anything/),
  });
  await isAsBefore(before);
}

check(
  'Ctrl-C in the midst of a rollout: the run puts everything back itself, and has not decided',
  async () => {
    const before = await find();
    const isRolling = async () => {
      const { status } = await find();
      return status?.currentRevision !== status?.updateRevision;
    };
    expect(await ended('rollout', 'SIGINT', isRolling)).toBe(2);
    await isAsBefore(before);
  },
  { timeoutMs: TEST_MS },
);

/** Moments in which a run that dies leaves the most behind. */
const moments = {
  // Between gone and made again are milliseconds; that it is going lasts until its last pod has ended.
  recreate: async () =>
    find().then(
      ({ metadata }) => metadata?.deletionTimestamp !== undefined,
      ({ code }: { code?: number }) => code === 404,
    ),
  drain: cordoned,
  fill: async () => (await namespace.exec('clock-0', ['ls', '/data'])).includes('visits-verify.fill'),
};

for (const [scenario, now] of Object.entries(moments))
  check(
    `SIGKILL in the midst of ${scenario}: restore makes all equal again`,
    async () => {
      const before = await find();
      expect(await ended(scenario, 'SIGKILL', now)).toBeNull();
      await restored(before);
    },
    { timeoutMs: TEST_MS, ...(scenario === 'fill' && { needs: 'sized-volumes' as const }) },
  );

for (let n = 1; n <= ANYWHERE; n++)
  check(
    `SIGKILL at any moment, ${n} of ${ANYWHERE}: restore makes all equal again`,
    async () => {
      const before = await find();
      const afterMs = Math.random() * LONGEST_MS;
      const only = ['rollout', 'scale', 'recreate', 'drain', ...(lacks('sized-volumes') ? [] : ['fill'])];
      const chosen = only[n % only.length]!;
      console.log(`${n}: ${chosen}, after ${Math.round(afterMs)} ms`);
      const moment = pause(afterMs).then(() => true);
      // It may have come to its end before.
      await ended(chosen, 'SIGKILL', () => moment);
      await restored(before);
    },
    { timeoutMs: TEST_MS },
  );
