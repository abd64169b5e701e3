import type { App } from '@visits/proof';
import type { Observations } from '../bundle/observations';
import type { TargetEvents, TargetPod } from '../targets/target';

interface Known {
  readonly pod: TargetPod;
  /** Of the process that runs now; unknown until it has answered. */
  boot?: string;
  replica?: string;
}

/** Who runs: pods as their set reports them, with the boot and the replica that their answers show. */
export class PodWatch implements TargetEvents {
  readonly #known = new Map<string, Known>();
  /** A pod is ready, and it is not yet known which process it is. */
  onUnknown: (pod: TargetPod) => void = () => undefined;

  constructor(private readonly observations: Observations) {}

  /** What is known of the process that bears this name now. */
  processOf(pod: TargetPod): { app: App; pod: string; uid: string; boot?: string; replica?: string } {
    const known = this.#known.get(pod.name);
    const same = known?.pod.uid === pod.uid ? known : undefined;
    const { boot, replica } = same ?? {};
    return { app: pod.app, pod: pod.name, uid: pod.uid, ...(boot && { boot }), ...(replica && { replica }) };
  }

  onPod(pod: TargetPod): void {
    const before = this.#known.get(pod.name);
    const same = before?.pod.uid === pod.uid && pod.why !== 'restarting';
    if (same && before.pod.why === pod.why) return;
    const known = same ? { ...before, pod } : { pod, ...(before && { replica: before.replica }) };
    this.#known.set(pod.name, known);
    this.#write(known);
    if (pod.ready && !('boot' in known && known.boot)) this.onUnknown(pod);
  }

  onGone(pod: TargetPod, exit: number | undefined, why: string): void {
    const process = this.processOf(pod);
    this.observations.see({
      kind: 'gone',
      ...process,
      ...(exit !== undefined && { exit }),
      ...(why && { why }),
    });
    const known = this.#known.get(pod.name);
    if (known) known.boot = undefined;
  }

  /** A process has answered. */
  onAnswer(pod: TargetPod, boot: string, replica: string | undefined): void {
    const known = this.#known.get(pod.name);
    if (!known || known.pod.uid !== pod.uid) return;
    if (known.boot === boot && known.replica === replica) return;
    known.boot = boot;
    known.replica = replica;
    this.#write(known);
  }

  #write({ pod, boot, replica }: Known): void {
    const { app, name, uid, ready, claim, volume, why, node, claimUid } = pod;
    this.observations.see({
      ...{ kind: 'pod', app, pod: name, uid, ready, claim, volume, why },
      ...(node && { node }),
      ...(claimUid && { claimUid }),
      ...(boot && { boot }),
      ...(replica && { replica }),
    });
  }
}
