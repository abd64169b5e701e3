import { done, type Look, WaitError, waiting } from '../../../wait';
import type { Replaced, TargetPod } from '../../target';
import type { WatchedSet } from './watched-set';

const LOOK_MS = 20;

export interface Rollout {
  /** As soon as a pod's turn can come. */
  before(pod: TargetPod): Promise<void>;
  newTemplate(): Promise<void>;
  /** For a set that replaces no pod by itself. */
  replace(pod: TargetPod): Promise<void>;
  until(what: string, look: () => Look<void>): Promise<void>;
}

/** A new template: every pod anew. Gives them in the order in which they went, whoever replaced them. */
export async function rollSet(set: WatchedSet, rollout: Rollout): Promise<readonly Replaced[]> {
  const { type, rollingUpdate } = set.object.spec?.updateStrategy ?? {};
  if (rollingUpdate?.partition)
    throw new WaitError('rollout', 'a partition keeps pods of the old revision', 'impossible');
  const watch = new RollWatch(() => set.pods);
  const timer = setInterval(() => watch.look(), LOOK_MS);
  try {
    const old = [...set.pods].reverse();
    for (const [place, pod] of old.entries()) {
      await rollout.before(pod);
      if (place === 0) await rollout.newTemplate();
      if (type === 'OnDelete') await rollout.replace(pod);
      await rollout.until(`${pod.name} replaced`, () => {
        const next = set.pods.find(({ ordinal }) => ordinal === pod.ordinal);
        if (next && next.uid !== pod.uid && next.ready) return done(undefined);
        const look = set.settled();
        return 'impossible' in look ? look : waiting(next ? `${next.name} is ${next.why}` : 'it is gone');
      });
    }
  } finally {
    clearInterval(timer);
  }
  watch.look();
  return watch.rolled;
}

/** Who goes, and who is away meanwhile, as the set shows it. */
export class RollWatch {
  readonly #rolled: Replaced[] = [];
  readonly #old: readonly TargetPod[];
  readonly #back = new Set<string>();

  constructor(private readonly pods: () => readonly TargetPod[]) {
    this.#old = [...pods()].reverse();
  }

  get rolled(): readonly Replaced[] {
    return this.#rolled;
  }

  look(): void {
    const now = this.pods();
    const isOld = ({ uid }: TargetPod) => this.#old.some((pod) => pod.uid === uid);
    for (const pod of now) if (pod.ready && !isOld(pod)) this.#back.add(pod.name);
    for (const { name, uid } of this.#old) {
      if (this.#rolled.some((one) => one.name === name)) continue;
      const there = now.find((pod) => pod.uid === uid);
      if (there && there.why !== 'terminating') continue;
      const away = this.#rolled.filter((one) => !this.#back.has(one.name)).map((one) => one.name);
      this.#rolled.push({ name, away });
    }
  }
}
