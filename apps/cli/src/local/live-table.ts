import type { PodNews } from '@visits/local-set';
import colors from 'picocolors';
import { Canvas, type Terminal } from './canvas';
import { type AppView, frameOf } from './frame';
import { type CountVisits, guide, type Screen, type Shown, startLine, uncleanLine, urlOf } from './screen';
import { Totals } from './totals';

const REFRESH_MS = 500;
const KEPT_NOTES = 4;
/** How long the last lines wait for a terminal that is stopped. */
const UNREAD_MS = 1000;

/** Steps, and below them a table that is drawn over itself, for a terminal. */
export class LiveTable implements Screen {
  private readonly canvas: Canvas;
  private readonly totals: Totals;
  private readonly counts = new Map<string, number | null>();
  private readonly notes: string[] = [];
  private footer: string[];
  private timer: NodeJS.Timeout | undefined;
  private readonly startedAt = performance.now();

  constructor(
    private readonly shown: Shown,
    private readonly countVisits: CountVisits,
    stream: Terminal,
  ) {
    this.totals = new Totals(shown.set);
    this.footer = guide(shown);
    this.canvas = new Canvas(stream, () => this.render());
  }

  start(): void {
    this.canvas.print(`${colors.green('✔')} ${startLine(this.shown)}`);
    if (this.shown.isAfterUncleanEnd) this.canvas.print(`${colors.yellow('!')} ${uncleanLine(this.shown)}`);
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS);
    void this.refresh();
  }

  news({ pod, note }: PodNews): void {
    if (note) {
      this.notes.push(`${new Date().toTimeString().slice(0, 8)} ${pod.name} ${note}`);
      this.notes.splice(0, this.notes.length - KEPT_NOTES);
    }
    this.render();
  }

  allReady(): void {
    const { length } = this.shown.set.pods;
    const count = length === 1 ? 'the pod is' : `all ${length} pods are`;
    const seconds = ((performance.now() - this.startedAt) / 1000).toFixed(1);
    this.canvas.print(`${colors.green('✔')} ${count} ready after ${seconds} s`);
    this.canvas.print('');
    void this.refresh();
  }

  stopping(): void {
    this.footer = ['Draining; a second Ctrl-C ends everything at once.'];
    void this.refresh();
  }

  async stopped(): Promise<void> {
    clearInterval(this.timer);
    this.footer = ['Stopped; the data stays.'];
    await this.refresh();
    await this.canvas.end(UNREAD_MS);
  }

  private async refresh(): Promise<void> {
    const counting = this.shown.set.pods.map(async ({ name, plan }) =>
      this.counts.set(name, await this.countVisits(plan.dataDir)),
    );
    await Promise.all([...counting, this.totals.refresh()]);
    this.render();
  }

  /** The counts are those of the last refresh, the states those of this moment. */
  private render(): void {
    const apps = this.shown.set.sets.map(({ app, url, pods }): AppView => ({
      ...{ app, url, total: this.totals.of(app) },
      rows: pods.map(({ name, state, restarts, plan }) => ({
        ...{ name, state, restarts },
        visits: this.counts.get(name) ?? null,
        url: urlOf(plan.origin),
      })),
    }));
    const view = { apps, notes: this.notes, guide: this.footer };
    this.canvas.draw(frameOf(view, this.canvas.size, colors));
  }
}
