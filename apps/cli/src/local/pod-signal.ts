import { RunningSet } from '@visits/local-set';
import { withFlag } from './set-error';

const signals = { kill: 'SIGKILL', pause: 'SIGSTOP', resume: 'SIGCONT' } as const;
export type PodAction = keyof typeof signals;

const done: Readonly<Record<PodAction, string>> = {
  kill: 'is killed',
  pause: 'is paused',
  resume: 'goes on',
};

/** `visits kill clock-1`: does it to the process of a pod that runs, and says so. */
export function signalPod(action: PodAction, pod: string, dataDir: string, out: NodeJS.WritableStream): void {
  try {
    const pid = RunningSet.on(dataDir).signal(pod, signals[action]);
    out.write(`${pod} ${done[action]} (process ${pid}, ${signals[action]})\n`);
  } catch (error) {
    throw withFlag(error);
  }
}
