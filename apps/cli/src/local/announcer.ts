import type { PodNews } from '@visits/local-set';
import { guide, type Screen, type Shown, startLine, uncleanLine, urlOf } from './screen';
import { Totals } from './totals';

/** Plain lines, for pipes, logs and CI. */
export class Announcer implements Screen {
  private readonly totals: Totals;
  private asked: Promise<void> | undefined;

  constructor(
    private readonly shown: Shown,
    private readonly print: (line: string) => void,
  ) {
    this.totals = new Totals(shown.set);
  }

  start(): void {
    this.print(`${startLine(this.shown)}.`);
    for (const { app, url } of this.shown.set.sets) this.print(`${app} at ${url}`);
    if (this.shown.isAfterUncleanEnd) this.print(uncleanLine(this.shown));
  }

  news({ pod, state, note }: PodNews): void {
    if (note) this.print(`${pod.name} ${note}`);
    else if (state === 'ready') this.print(`${pod.name} ready at ${urlOf(pod.plan.origin)}`);
    else if (state === 'stopped') this.print(`${pod.name} stopped`);
  }

  allReady(): void {
    for (const line of ['All pods are ready.', ...guide(this.shown)]) this.print(line);
  }

  stopping(): void {
    this.print('Draining; a second Ctrl-C ends everything at once.');
    this.asked = this.totals.refresh();
  }

  async stopped(): Promise<void> {
    await this.asked;
    for (const line of this.totals.lines) this.print(line);
    this.print('Stopped.');
  }
}
