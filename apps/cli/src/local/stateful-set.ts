import { setTimeout as delay } from 'node:timers/promises';
import type { App } from './apps';
import { Balancer } from './balancer';
import { planPods, type LocalOptions } from './plan';
import { Pod, type PodNews } from './pod';
import { balancerPort } from './ports';

/** A balancer cuts what is still in flight after this long: a stream without an end must not hold up the stop. */
const CLOSE_MS = 10_000;

/** One app: its pods, and the balancer in front of them. */
export class StatefulSet {
  readonly pods: readonly Pod[];
  private readonly balancer: Balancer;
  private readonly port: number;

  constructor(
    readonly app: App,
    private readonly options: LocalOptions,
    env: NodeJS.ProcessEnv,
    tell: (news: PodNews) => void,
  ) {
    this.port = balancerPort(options.basePort, app);
    this.pods = planPods(app, options, env).map((plan) => new Pod(plan, tell));
    this.balancer = new Balancer(app, () =>
      this.pods.map((pod) => ({ name: pod.name, origin: pod.plan.origin, ready: pod.state === 'ready' })),
    );
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async listen(): Promise<void> {
    await this.balancer.listen(this.port);
  }

  /** All at once, as podManagementPolicy Parallel. */
  start(): void {
    for (const pod of this.pods) pod.start();
  }

  /**
   * From the client inwards, so that no accepted request fails: the balancer asks its clients to leave, then stops
   * listening and answers what is in flight, while its pods are still ready; then the pods go, highest ordinal first.
   */
  async stop(): Promise<void> {
    this.balancer.drain();
    await delay(this.options.drainSeconds * 1000);
    const timer = setTimeout(() => this.balancer.cut(), CLOSE_MS);
    await this.balancer.close();
    clearTimeout(timer);
    await Promise.all([...this.pods].reverse().map((pod) => pod.stop()));
  }

  kill(): void {
    for (const pod of this.pods) pod.kill();
  }
}
