import type { VolumeReading } from '@visits/persistence/reading';
import { checkPage } from './exposition';
import { readFailureOf } from './read-failure';
import { SharedRead } from './shared-read';
import { noReadErrors, ownNames, volumePage } from './volume-page';

export interface ScrapeSources {
  /** Reads the volume anew. */
  readVolume(): Promise<VolumeReading>;
  /** Fetches the app's page now; rejects when the app is down, or has not answered by then. */
  fetchApp(deadlineMs: number): Promise<string>;
  /** Reported once for each change, never once for each scrape. */
  warn(message: string): void;
  readDeadlineMs: number;
  appDeadlineMs: number;
  now(): Date;
  monotonicMs(): number;
}

/** Of the time that a scrape has, for the page to be made and sent; blackbox_exporter leaves as much. */
const PAGE_MS = 500;

/**
 * One page of metrics per call, whatever the volume and the app do: it never rejects because of them. What it keeps
 * between scrapes is its own history (errors, the last success), never a number of the volume or of the app.
 */
export class Scrape {
  private readonly reads: SharedRead<VolumeReading>;
  private readonly readErrors = noReadErrors();
  private readonly taken = ownNames();
  private readonly warned = new Map<'volume' | 'app', string>();
  private lastReadAt: Date | null = null;

  constructor(private readonly sources: ScrapeSources) {
    this.reads = new SharedRead(() => this.read(), sources.readDeadlineMs, sources.monotonicMs);
  }

  /** Within `timeoutMs`, so long as Prometheus waits: what hangs then must not hide what does not. */
  async page(timeoutMs = Infinity): Promise<string> {
    const startedMs = this.sources.monotonicMs();
    // Whole: a timer of Node refuses a part of a millisecond.
    const withinMs = Math.floor(Math.max(timeoutMs - PAGE_MS, timeoutMs / 2));
    const [reading, app] = await Promise.all([this.volume(withinMs), this.app(withinMs)]);
    const page = await volumePage({
      reading,
      readErrors: this.readErrors,
      lastReadAt: this.lastReadAt,
      durationSeconds: (this.sources.monotonicMs() - startedMs) / 1000,
      appUp: app !== null,
    });
    return app === null ? page : page + app;
  }

  private async read(): Promise<VolumeReading> {
    const reading = await this.sources.readVolume();
    // An unmounted volume looks like an empty directory. A count of 0 would say that all visits are gone.
    if (reading.state === 'missing') {
      throw Object.assign(new Error('the directory holds no file of a volume'), { code: 'missing' });
    }
    this.lastReadAt = this.sources.now();
    return reading;
  }

  private async volume(withinMs: number): Promise<VolumeReading | null> {
    try {
      const reading = await this.reads.take(withinMs);
      this.warned.delete('volume');
      return reading;
    } catch (error) {
      const reason = readFailureOf(error);
      this.readErrors[reason] += 1;
      this.warnOnce('volume', `the volume cannot be read (${reason}): ${(error as Error).message}`);
      return null;
    }
  }

  private async app(withinMs: number): Promise<string | null> {
    let page: string;
    try {
      page = await this.sources.fetchApp(Math.min(withinMs, this.sources.appDeadlineMs));
    } catch {
      // An app that is down is ordinary, and shown by visits_app_up.
      this.warned.delete('app');
      return null;
    }
    const checked = checkPage(page, this.taken);
    if (checked.ok) {
      this.warned.delete('app');
      return checked.text;
    }
    this.warnOnce('app', `the app's metrics are left out: ${checked.problem}`);
    return null;
  }

  private warnOnce(about: 'volume' | 'app', message: string): void {
    if (this.warned.get(about) === message) return;
    this.warned.set(about, message);
    this.sources.warn(message);
  }
}
