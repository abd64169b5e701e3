import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { openVolume, readVolume } from '@visits/persistence/reading';
import { MetricsController } from '../src/metrics.controller';
import { Scrape } from '../src/scrape';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'visits-page-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const app = '# HELP app_up one\n# TYPE app_up gauge\napp_up 1\n';

/** One commit as FORMAT.md describes it, written without the journal. */
function commit(...lines: string[]): string {
  const body = `${lines.join('\n')} #${lines.length}:`;
  return `${body}${crc32(body).toString(16).padStart(8, '0')}\n`;
}

const good =
  commit('2026-11-21T13:45:04.123Z 1 16:45:04 Europe/Moscow') +
  commit('2026-11-21T13:45:09.500Z 2 a', '2026-11-21T13:45:09.750Z 3 b');

const replica = {
  format: 1,
  replica: 'r-1',
  base: 0,
  createdAt: '2026-11-21T13:45:00.000Z',
  pod: 'p',
  claim: 'c',
};

function write(log: string, view: string): void {
  writeFileSync(join(dir, 'visits.log'), log);
  writeFileSync(join(dir, 'visits.txt'), view);
  writeFileSync(join(dir, 'replica.json'), JSON.stringify(replica));
}

function scrape(fetchApp: (deadlineMs: number) => Promise<string>, warnings: string[] = []): Scrape {
  const volume = openVolume(dir);
  let ms = 0;
  return new Scrape({
    // The space of this machine's disk is no business of a golden text.
    readVolume: async () => ({ ...(await readVolume(volume)), availableBytes: 1000, capacityBytes: 2000 }),
    fetchApp,
    warn: (message) => warnings.push(message),
    readDeadlineMs: 5000,
    appDeadlineMs: 1000,
    now: () => new Date('2026-11-21T14:00:00.000Z'),
    monotonicMs: () => (ms += 250),
  });
}

const down = () => Promise.reject(new Error('the app is down'));

/** `WRITE_GOLDEN=1` writes them anew; the diff is then for a person to read. */
function expectGolden(name: string, page: string): void {
  const path = join(import.meta.dirname, 'golden', `${name}.txt`);
  if (process.env.WRITE_GOLDEN) {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, page);
  }
  expect(page).toBe(readFileSync(path, 'utf8'));
}

describe('the page of metrics', () => {
  it('of a good volume whose app is up', async () => {
    write(good, '3\n');
    expectGolden('good', await scrape(async () => app).page());
  });

  it('of a volume with a torn tail', async () => {
    write(`${good}2026-11-21T13:45:10.000Z 4 half a li`, '3\n');
    expectGolden('torn', await scrape(down).page());
  });

  it('of a volume whose log has lost acknowledged visits: the count that is proven, and damage', async () => {
    write(good, '9\n');
    const page = await scrape(down).page();
    expect(page).toMatch(/^visits_total 9$/m);
    expect(page).toMatch(/^visits_store_damage 1$/m);
  });

  it('of a volume that has no visit yet', async () => {
    write('', '');
    expectGolden('empty', await scrape(down).page());
  });

  it('of a directory without a volume: no count at all', async () => {
    expectGolden('missing', await scrape(down).page());
  });

  it('of a directory that is gone, again and again: errors are counted, nothing throws', async () => {
    rmSync(dir, { recursive: true });
    const both = scrape(down);
    await both.page();
    const page = await both.page();
    expect(page).toContain('visits_sidecar_read_errors_total{reason="missing"} 2');
    expect(page).not.toMatch(/^visits_total/m);
  });

  it('of a log that holds no visit of ours: damaged, no count', async () => {
    write(`${'x'.repeat(70_000)}\n`, '');
    const page = await scrape(down).page();
    expect(page).toContain('visits_sidecar_read_errors_total{reason="damaged"} 1');
    expect(page).not.toMatch(/^visits_(total|store_)/m);
  });

  it('after the volume went away: the last count is not shown as a fresh one', async () => {
    write(good, '3\n');
    const one = scrape(down);
    expect(await one.page()).toMatch(/^visits_total 3$/m);
    rmSync(dir, { recursive: true });
    const page = await one.page();
    expect(page).toMatch(/^visits_sidecar_up 0$/m);
    expect(page).not.toMatch(/^visits_total/m);
    expect(page).toMatch(/^visits_sidecar_last_read_timestamp_seconds 1795269600$/m);
  });

  it("leaves an app's page out that is none, says so once, and keeps its own", async () => {
    write(good, '3\n');
    const warnings: string[] = [];
    const one = scrape(async () => '# TYPE visits_total counter\nvisits_total 99\n', warnings);
    await one.page();
    const page = await one.page();
    expect(page).toMatch(/^visits_total 3$/m);
    expect(page).toMatch(/^visits_app_up 0$/m);
    expect(page).not.toContain('99');
    expect(warnings).toEqual([expect.stringContaining('visits_total')]);
  });

  it('of two parallel scrapes: the same count', async () => {
    write(good, '3\n');
    const one = scrape(down);
    const pages = await Promise.all([one.page(), one.page()]);
    for (const page of pages) expect(page).toMatch(/^visits_total 3$/m);
  });

  it('within what Prometheus gives a scrape: an app that hangs does not hide the volume', async () => {
    write(good, '3\n');
    const deadlines: number[] = [];
    const one = new MetricsController(
      scrape((deadlineMs) => {
        deadlines.push(deadlineMs);
        return down();
      }),
    );
    for (const timeout of ['0.333', '0.5', '1', '1.1', '1.2', '10', undefined, 'soon', '-1'])
      expect(await one.metrics(timeout)).toMatch(/^visits_total 3$/m);
    expect(deadlines).toEqual([166, 250, 500, 600, 700, 1000, 1000, 1000, 1000]);
  });

  it('within what Prometheus gives a scrape: a volume that hangs does not hide the app', async () => {
    const hanging = new Scrape({
      readVolume: () => new Promise(() => undefined),
      fetchApp: async () => app,
      warn: () => undefined,
      readDeadlineMs: 600_000,
      appDeadlineMs: 1000,
      now: () => new Date(),
      monotonicMs: () => performance.now(),
    });
    const page = await new MetricsController(hanging).metrics('0.2');
    expect(page).toContain('visits_sidecar_read_errors_total{reason="timeout"} 1');
    expect(page).toMatch(/^app_up 1$/m);
  });
});
