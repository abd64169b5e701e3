import type { LocalSet } from './local-set';
import type { PodNews } from './pod';
import { guide, urlOf, type Screen } from './screen';

/** Plain lines, for pipes, logs and CI. */
export class Announcer implements Screen {
  constructor(
    private readonly set: LocalSet,
    private readonly logs: string,
    private readonly print: (line: string) => void,
  ) {}

  start(): void {
    this.print(`Starting ${this.set.pods.map((pod) => pod.name).join(', ')}.`);
  }

  news({ pod, state, note }: PodNews): void {
    if (note) this.print(`${pod.name} ${note}`);
    else if (state === 'ready') this.print(`${pod.name} ready at ${urlOf(pod.plan.origin)}`);
    else if (state === 'stopped') this.print(`${pod.name} stopped`);
  }

  allReady(): void {
    for (const line of ['All pods are ready.', ...guide(this.set, this.logs)]) this.print(line);
  }

  stopping(): void {
    this.print('Draining; a second Ctrl-C ends everything at once.');
  }

  async stopped(): Promise<void> {
    this.print('Stopped.');
  }
}
