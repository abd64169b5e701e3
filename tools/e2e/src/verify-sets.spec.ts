import { join } from 'node:path';
import { apps } from './cluster';
import { check, cleansUp, long } from './evidence';
import { Installation } from './installation';
import { grant, limitedAccount, revoke } from './limited-account';
import { Namespace } from './namespace';
import { expectHeld, folder, prove } from './proof-run';
import { rolledOut } from './stateful-set';
import { visits } from './visits-command';

cleansUp();
afterAll(revoke);

const RUN_MS = 15 * 60_000;
/** All of them where there is time; else those that change the set itself, one in each way. */
const ONLY = long ? [] : ['--only', 'storage,identity,dns,isolation,persistence,rollout,recreate'];
const ALL = ['--profile', 'full', '--allow', 'disturb,recreate,force,fill,drain', ...ONLY];
const NO_EXEC = ['--no-exec', '--only', 'storage,isolation,persistence,fill', '--allow', 'disturb,fill'];

/** Somebody else's: all that an overlay makes. */
async function installed(overlay: string, set: string): Promise<Installation> {
  const installation = new Installation(await Namespace.create(overlay.slice(0, 10)), overlay);
  await installation.apply();
  await rolledOut(installation.namespace, set);
  return installation;
}

/** The set as a person wrote it. */
async function setOf({ name: namespace }: Namespace, name: string) {
  const { spec, metadata } = await apps.readNamespacedStatefulSet({ namespace, name });
  return { spec, labels: metadata?.labels, annotations: metadata?.annotations };
}

async function proves(installation: Installation, set: string, ...flags: string[]): Promise<string[]> {
  const { namespace } = installation;
  const before = await setOf(namespace, set);
  const proved = await prove(`sts/${set}`, '-n', namespace.name, '--yes', ...flags);
  expectHeld(proved);
  expect(await setOf(namespace, set)).toEqual(before);
  const kinds = 'configmap,lease,job,pod';
  const left = await namespace.kubectl(['get', kinds, '-l', 'visits.dev/verify-run', '-o', 'name']);
  expect(left.stdout).toBe('');
  expect((await installation.tryApply()).stderr).toBe('');
  return [...proved.verdicts];
}

if (long)
  check(
    'a calculator of the overlay clusterip-pair is held, and is as it was afterwards',
    async () => {
      const verdicts = await proves(await installed('clusterip-pair', 'calculator'), 'calculator', ...ALL);
      expect(verdicts).toContain('recreate held');
    },
    { timeoutMs: RUN_MS * 2 },
  );

check(
  'a clock is held by who may run no command in its pods',
  async () => {
    const pair = await installed('clusterip-pair', 'clock');
    const account = join(folder(), 'no-exec');
    await limitedAccount(pair.namespace, account);
    const roles = await visits(['rbac', 'sts/clock', '-n', pair.namespace.name, ...NO_EXEC]);
    await grant(pair.namespace, roles.stdout);
    const verdicts = await proves(pair, 'clock', '--kubeconfig', account, ...NO_EXEC);
    expect(verdicts).toEqual(expect.arrayContaining(['storage held', 'persistence held', 'fill held']));
    await revoke();
  },
  { timeoutMs: RUN_MS },
);

check(
  'a clock of the overlay production is held by who has exactly the roles that rbac prints',
  async () => {
    const production = await installed('production', 'clock');
    const account = join(folder(), 'limited');
    await limitedAccount(production.namespace, account);
    const roles = await visits(['rbac', 'sts/clock', '-n', production.namespace.name, ...ALL]);
    await grant(production.namespace, roles.stdout);
    const verdicts = await proves(production, 'clock', '--kubeconfig', account, ...ALL);
    expect(verdicts).toContain('rollout held');
    expect(verdicts.join()).not.toContain('two-writers');
  },
  { timeoutMs: RUN_MS * 2 },
);
