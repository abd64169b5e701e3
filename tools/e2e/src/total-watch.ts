import { setTimeout as pause } from 'node:timers/promises';
import { type Namespace } from './namespace';
import { totalOf } from './total-answer';

const PAUSE_MS = 100;

/** Asks every pod for its total again and again. No answer is no fault: pods come and go. */
export class TotalWatch {
  /** Totals that were lower than one that a pod on the same volume gave before. */
  readonly falls: string[] = [];
  /** Of each pod, how many answers. */
  readonly answers = new Map<string, number>();
  private readonly byVolume = new Map<string, number>();

  /** The largest that any pod answered. */
  get highest(): number {
    return Math.max(0, ...this.byVolume.values());
  }

  /** Watches while `body` runs, and to the end of the question that is then under way. */
  static async during(
    namespace: Namespace,
    pods: readonly string[],
    body: (watch: TotalWatch) => Promise<void>,
  ): Promise<TotalWatch> {
    const watch = new TotalWatch();
    const over = new AbortController();
    const asking = Promise.all(pods.map((pod) => watch.follow(namespace, pod, over.signal)));
    try {
      await body(watch);
    } finally {
      over.abort();
      await asking;
    }
    return watch;
  }

  private async follow(namespace: Namespace, pod: string, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      const answer = await totalOf(namespace, pod).catch(() => null);
      if (answer) this.take(pod, answer);
      await pause(PAUSE_MS);
    }
  }

  private take(pod: string, { replica, total }: { replica: string; total: number }): void {
    const before = this.byVolume.get(replica) ?? 0;
    if (total < before) this.falls.push(`${pod}: ${total} after ${before}`);
    this.byVolume.set(replica, Math.max(before, total));
    this.answers.set(pod, (this.answers.get(pod) ?? 0) + 1);
  }
}
