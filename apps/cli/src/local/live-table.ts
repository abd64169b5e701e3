import { createLogUpdate } from 'log-update';
import colors from 'picocolors';
import type { LocalSet } from './local-set';
import type { PodNews } from './pod';
import { guide, rowsOf, type CountVisits, type Screen } from './screen';
import { tableOf, type PodRow } from './table';
import { totalsOf } from './totals';

const REFRESH_MS = 500;
const KEPT_NOTES = 4;

/** A table that is drawn over itself, for a terminal. */
export class LiveTable implements Screen {
  private readonly draw: ReturnType<typeof createLogUpdate>;
  private readonly notes: string[] = [];
  private rows: PodRow[] = [];
  private totals: string[] = [];
  private footer: string[] = ['Starting …'];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly set: LocalSet,
    private readonly logs: string,
    private readonly countVisits: CountVisits,
    stream: NodeJS.WriteStream,
  ) {
    this.draw = createLogUpdate(stream);
  }

  start(): void {
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
    this.footer = guide(this.set, this.logs);
    void this.refresh();
  }

  stopping(): void {
    this.footer = ['Draining; a second Ctrl-C ends everything at once.'];
    this.render();
  }

  async stopped(): Promise<void> {
    clearInterval(this.timer);
    this.footer = ['Stopped.'];
    await this.refresh();
    this.draw.done();
  }

  private async refresh(): Promise<void> {
    [this.rows, this.totals] = await Promise.all([rowsOf(this.set, this.countVisits), totalsOf(this.set)]);
    this.render();
  }

  /** The counts are those of the last refresh, the states those of this moment. */
  private render(): void {
    if (this.rows.length === 0) return;
    const rows = this.rows.map((row, place) => {
      const pod = this.set.pods[place];
      return pod ? { ...row, state: pod.state, restarts: pod.restarts } : row;
    });
    const blocks = [
      tableOf(rows, colors),
      this.totals.join('\n'),
      this.notes.map(colors.dim).join('\n'),
      this.footer.join('\n'),
    ];
    this.draw(`\n${blocks.filter(Boolean).join('\n\n')}\n`);
  }
}
