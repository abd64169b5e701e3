import { setTimeout as delay } from 'node:timers/promises';
import type { App } from './apps';
import { Balancer } from './balancer/balancer';
import { logFileOf, planPod, planSecondWriter, type LocalOptions } from './plan';
import type { Exit } from './pod/child';
import { Pod, type PodNews } from './pod/pod';
import { balancerPort, maxReplicas } from './ports';
import { appendToLog } from './set-log';

/** A balancer cuts what is still in flight after this long: a stream without an end must not hold up the stop. */
const CLOSE_MS = 10_000;

/** One app: its pods, and the balancer in front of them. */
export class StatefulSet {
  private current: Pod[];
  private seconds: Pod[] = [];
  private ended = false;
  private readonly balancer: Balancer;
  private readonly port: number;

  constructor(
    readonly app: App,
    private readonly options: LocalOptions,
    private readonly env: NodeJS.ProcessEnv,
    private readonly tell: (news: PodNews) => void,
  ) {
    this.port = balancerPort(options.basePort, app);
    this.current = [...Array(options.replicas[app]).keys()].map((ordinal) => this.podOf(ordinal));
    const name = `${app}-balancer`;
    this.balancer = new Balancer(
      app,
      () =>
        this.current.map((pod) => ({
          name: pod.name,
          origin: pod.plan.origin,
          ready: pod.state === 'ready',
        })),
      (refused) =>
        appendToLog(logFileOf(options.dataDir, name), {
          ...{ level: 'warn', pod: name, msg: 'request' },
          ...refused,
        }),
    );
  }

  /** Ordinal 0 first. */
  get pods(): readonly Pod[] {
    return this.current;
  }

  /** Second writers too. */
  get everyPod(): readonly Pod[] {
    return [...this.current, ...this.seconds];
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async listen(): Promise<void> {
    await this.balancer.listen(this.port);
  }

  /** All at once, as podManagementPolicy Parallel. */
  start(): void {
    for (const pod of this.current) pod.start();
  }

  /**
   * Starts pods behind the last one, or stops those from the highest ordinal down; each drains. Resolves when those to
   * go are gone; those that come are still to become ready. A pod learns of ordinals above the first size when it is
   * started anew.
   */
  async scale(replicas: number): Promise<void> {
    if (!(replicas >= 1 && replicas <= maxReplicas)) throw new RangeError(`1 to ${maxReplicas} replicas`);
    while (this.current.length < replicas && !this.ended) {
      const pod = this.podOf(this.current.length, replicas);
      this.current.push(pod);
      pod.start();
    }
    const leaving = this.current.slice(replicas).reverse();
    await Promise.all(leaving.map((pod) => pod.stop()));
    this.current = this.current.filter((pod) => !leaving.includes(pod));
  }

  /** Deletes a pod, as `kubectl delete pod` does: it drains, then one with another UID takes its name and its claim. */
  async replace(ordinal: number): Promise<Pod> {
    const before = this.podAt(ordinal);
    await before.stop();
    if (this.ended) return before;
    const pod = this.podOf(ordinal, this.current.length);
    this.current[ordinal] = pod;
    pod.start();
    return pod;
  }

  /** Every pod anew, highest ordinal first, each ready before the next goes. */
  async roll(signal?: AbortSignal, before?: (pod: Pod) => Promise<void>): Promise<void> {
    for (let ordinal = this.current.length - 1; ordinal >= 0 && !this.ended; ordinal--) {
      await before?.(this.podAt(ordinal));
      await (await this.replace(ordinal)).ready(signal);
    }
  }

  /** Ends a process without its pod: the same UID, another boot. Resolves with its end; the next one starts by itself. */
  signal(ordinal: number, signal: NodeJS.Signals): Promise<Exit> {
    return this.podAt(ordinal).signal(signal);
  }

  /** The node's power goes: every process dies at once. Resolves when all are dead; `start` begins with new pods. */
  async crash(): Promise<void> {
    for (const pod of this.everyPod) pod.kill();
    await Promise.all(this.everyPod.map((pod) => pod.stop()));
    this.seconds = [];
    this.current = this.current.map((_, ordinal) => this.podOf(ordinal));
  }

  /** A second pod on a claim that is in use. No client is sent to it. */
  addSecondWriter(ordinal: number): Pod {
    const pod = new Pod(planSecondWriter(this.app, ordinal, this.options, this.env), this.tell);
    this.seconds.push(pod);
    pod.start();
    return pod;
  }

  async removeSecondWriter(pod: Pod): Promise<void> {
    await pod.stop();
    this.seconds = this.seconds.filter((second) => second !== pod);
  }

  /**
   * From the client inwards, so that no accepted request fails: the balancer asks its clients to leave, then stops
   * listening and answers what is in flight, while its pods are still ready; then the pods go, highest ordinal first.
   */
  async stop(): Promise<void> {
    this.ended = true;
    this.balancer.drain();
    await delay(this.options.drainSeconds * 1000);
    const timer = setTimeout(() => this.balancer.cut(), CLOSE_MS);
    await this.balancer.close();
    clearTimeout(timer);
    await Promise.all([...this.everyPod].reverse().map((pod) => pod.stop()));
  }

  kill(): void {
    this.ended = true;
    for (const pod of this.everyPod) pod.kill();
  }

  private podAt(ordinal: number): Pod {
    const pod = this.current[ordinal];
    if (!pod) throw new RangeError(`There is no ${this.app}-${ordinal}.`);
    return pod;
  }

  private podOf(ordinal: number, size = 0): Pod {
    const { replicas } = this.options;
    const plan = planPod(this.app, ordinal, Math.max(size, replicas[this.app]), this.options, this.env);
    return new Pod(plan, this.tell);
  }
}
