import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LocalSet } from '../src/local-set';
import { freeBasePort } from '../src/ports';
import { preflight } from '../src/preflight';
import { eventually } from '@visits/testing/eventually';
import { Ground } from '../src/testing';

const isMissing = spawnSync('prometheus', ['--version']).error !== undefined;
/** Skipped where there is none; in CI that is a failure. */
const needsPrometheus = isMissing && !process.env.CI ? it.skip : it;

let ground: Ground;
beforeEach(() => (ground = new Ground()));
afterEach(() => ground.remove());

const rules = fileURLToPath(new URL('../../../deploy/observability/rules.yaml', import.meta.url));

interface Target {
  readonly labels: Readonly<Record<string, string>>;
}

async function setWith(rulesFile: string): Promise<LocalSet> {
  const replicas = { clock: 2, calculator: 0 };
  const options = {
    replicas,
    basePort: await freeBasePort(replicas),
    dataDir: ground.dataDir,
    builds: ground.builds,
    drainSeconds: 0,
    prometheus: { rules: rulesFile, everySeconds: 1 },
  };
  await preflight(options);
  return new LocalSet(options, process.env, { onNews: () => undefined, onAllReady: () => undefined });
}

/** The pods that it scrapes, and under which set. */
async function scraped(set: LocalSet): Promise<string> {
  const answer = await fetch(`${set.prometheusUrl}/api/v1/targets`);
  const { data } = (await answer.json()) as { data: { activeTargets: Target[] } };
  return data.activeTargets
    .map(({ labels }) => `${labels.namespace}/${labels.pod} of ${labels.app_kubernetes_io_name}`)
    .sort()
    .join(', ');
}

needsPrometheus(
  'a Prometheus scrapes each pod of the set, follows a scaling, and ends with it',
  async () => {
    const set = await setWith(rules);
    await set.start();
    try {
      await eventually(
        'two pods',
        20_000,
        async () => (await scraped(set)) === 'local/clock-0 of clock, local/clock-1 of clock',
      );
      await set.setOf('clock').scale(1);
      await eventually('one pod', 20_000, async () => (await scraped(set)) === 'local/clock-0 of clock');
      const { data } = (await (await fetch(`${set.prometheusUrl}/api/v1/rules`)).json()) as {
        data: { groups: unknown[] };
      };
      expect(data.groups.length).toBeGreaterThan(3);
    } finally {
      await set.stop();
    }
    await expect(fetch(`${set.prometheusUrl}/-/ready`)).rejects.toThrow();
    expect(existsSync(`${ground.dataDir}/prometheus/data`)).toBe(true);
  },
  60_000,
);

needsPrometheus(
  'one that cannot start is an error with its own last words, and no pod is started',
  async () => {
    const set = await setWith(fileURLToPath(import.meta.url));
    try {
      await expect(set.start()).rejects.toMatchObject({
        code: 'prometheus-failed',
        message: expect.stringMatching(/^Prometheus ended: .*(level=error|err=)/),
      });
      expect(set.pods.every(({ state }) => state === 'pending')).toBe(true);
    } finally {
      await set.stop();
    }
  },
  60_000,
);
