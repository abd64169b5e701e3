import { randomBytes } from 'node:crypto';
import type { FactsInput } from '@visits/proof';
import { makeBundle } from './bundle/directory';
import { completeBundle } from './complete-bundle';
import { consented } from './consent';
import { deadline } from './deadline';
import { Run } from './engine/run';
import type { RunEvents } from './engine/run-options';
import { RemoteLoad } from './load/remote-load';
import type { Judged } from './judge-directory';
import { RunClock } from './run-clock';
import { select } from './scenarios/selection';
import { ClusterClient } from './targets/kubernetes/client';
import { fitForRun } from './targets/kubernetes/commands/ask';
import type { ClusterAsk } from './targets/kubernetes/commands/situation';
import { groundOf } from './targets/kubernetes/ground';
import { KubernetesTarget } from './targets/kubernetes/kubernetes-target';
import { checkOf } from './targets/kubernetes/preflight/result';
import { WriterPod } from './targets/kubernetes/writer/writer-pod';

export interface VerifyClusterOptions extends ClusterAsk {
  readonly run: string;
  readonly tool: FactsInput['tool'];
  readonly seed?: string;
  readonly challenge?: string;
  readonly rate: number;
  readonly timeoutMs: number;
  /** Where the bundle's directory is made. */
  readonly out: string;
}

export interface VerifyClusterResult extends Judged {
  readonly directory: string;
}

/** Sets on a cluster, disturbed under load, and judged. Resolves when what was made is gone and what was changed is back. */
export async function verifyCluster(
  options: VerifyClusterOptions,
  events: RunEvents,
  stop: AbortSignal,
): Promise<VerifyClusterResult> {
  const { run, profile, rate, hooks, tool, timeoutMs, allow, challenge = '' } = options;
  const seed = options.seed ?? randomBytes(4).toString('hex');
  const asking = ClusterClient.choose(options);
  const ground = await groundOf(asking, run, options);
  const { apps, replicas, own, deletesClaims, onePodOnly } = ground;
  const known = { apps, replicas, own, deletesClaims, onePodOnly };
  const setup = { where: 'cluster', ...known, hooks, profile } as const;
  const scenarios = consented(select(options, setup), { own, allow });
  const { results, exec } = await fitForRun(options, events.onNote?.bind(events));
  const preflight = results.map(checkOf);
  const directory = makeBundle(options.out, 'kubernetes');
  const clock = RunClock.unbound();
  const signal = deadline(stop, timeoutMs);
  const limits = results
    .filter(({ status }) => status === 'warning')
    .map(({ name, seen }) => `${name}: ${seen}.`);
  let client = asking;
  let target: KubernetesTarget | undefined;
  const engine = new Run(
    {
      ...{ run, seed, challenge, profile, rate, scenarios, hooks, tool, directory, clock, limits },
      target: (heard) => {
        client = asking.with({
          get ms() {
            return clock.ms;
          },
          see: heard.see,
        });
        return (target = new KubernetesTarget({ client, run, ground, preflight, exec }, heard));
      },
      load: ({ ledgerPath, see }) =>
        new RemoteLoad({
          ...{ clock, ledgerPath, see },
          remote: () =>
            new WriterPod({
              ...{ client, run, seed, challenge, rate, signal, forMs: timeoutMs },
              namespace: target!.namespace,
              reach: target!.reach,
              like: () => target!.model(),
              onWaiting: events.onWaiting.bind(events),
              onLimit: (why) => limits.push(why),
            }),
        }),
    },
    events,
  );
  await engine.go(signal);
  events.onStep('judge', scenarios.length, scenarios.length);
  return { directory, ...(await completeBundle(directory)) };
}
