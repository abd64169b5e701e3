import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Report } from '@visits/proof';
import { bundleOf } from '@visits/testing/bundle';
import { eventually } from '@visits/testing/eventually';
import { cleansUp, volume } from './fixture';

cleansUp();

/** For a machine with other work, on which a run may have to be made three times. */
const DEADLINE_MS = 600_000;
const MOST_RUNS = 3;
const PART = ['--only', 'identity,isolation,probes,kill,storm'];

interface Ground {
  readonly out: string;
  readonly tmp: string;
}
const ground = (): Ground => ({ out: volume(), tmp: volume() });

function start({ out, tmp }: Ground, ...flags: string[]) {
  const args = [bundleOf('cli'), 'verify', 'local', '--out', out, ...flags];
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, TMPDIR: tmp } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += String(part)));
  return { child, text: () => text, ended: once(child, 'close') as Promise<[number | null, string | null]> };
}

/** A busy machine leaves a run undecided, which says nothing: it is made anew. A violation stays one. */
async function decided({ tmp }: Ground, ...flags: string[]) {
  for (let runs = 1; ; runs += 1) {
    const place = { out: volume(), tmp };
    const run = start(place, ...flags);
    const [code] = await run.ended;
    if (code !== 2 || runs >= MOST_RUNS) return { code, text: run.text(), out: place.out };
  }
}

const visits = (...args: string[]) =>
  spawnSync(process.execPath, [bundleOf('cli'), 'verify', ...args], { encoding: 'utf8' });
const bundleIn = ({ out }: Pick<Ground, 'out'>) => join(out, readdirSync(out)[0] as string);
const reportIn = (bundle: string) => JSON.parse(readFileSync(join(bundle, 'report.json'), 'utf8')) as Report;
const said = (run: { text(): string; child: ChildProcess }, words: string) =>
  eventually(`it says ${words}`, DEADLINE_MS, () => {
    if (run.child.exitCode !== null) throw new Error(run.text());
    return run.text().includes(words);
  });

/** Processes whose volumes are below the directory. */
function podsBelow(dir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`DATA_DIR=${dir}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Everything that `find` would list, with its size. */
const filesIn = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('visits verify local', () => {
  it(
    'holds what is promised, leaves a whole bundle and nothing else, and is judged again anywhere',
    async () => {
      const place = ground();
      const { code, text, out } = await decided(place, ...PART);
      expect([code, text]).toEqual([0, expect.stringContaining('✔ held')]);
      // eslint-disable-next-line no-control-regex -- no pipe ever gets what steers a terminal
      expect(text).not.toMatch(/[\u001b\r⠋⠙]/);
      expect(readdirSync(place.tmp)).toEqual([]);
      expect(podsBelow(place.tmp)).toEqual([]);

      const bundle = bundleIn({ out });
      const { scenarios } = reportIn(bundle);
      const held = scenarios.filter(({ verdict }) => verdict === 'held').map(({ name }) => name);
      expect(held).toEqual(['run', 'identity', 'isolation', 'probes', 'kill', 'storm']);
      expect(spawnSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: bundle }).status).toBe(0);
      expect(filesIn(bundle).reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(5_000_000);

      const copy = join(volume(), 'elsewhere');
      cpSync(bundle, copy, { recursive: true });
      rmSync(join(copy, 'report.json'));
      const again = visits('judge', copy, '-o', 'json');
      expect(again.status).toBe(0);
      expect(again.stdout).toBe(readFileSync(join(bundle, 'report.json'), 'utf8'));
      expect(existsSync(join(copy, 'report.json'))).toBe(false);

      loseTheLastLine(copy);
      const lost = visits('judge', copy);
      expect(lost.status).toBe(1);
      expect(lost.stdout).toMatch(/✗ violated/);
      expect(lost.stdout).toMatch(/ACK_LOST|COUNT_WENT_BACK/);
    },
    DEADLINE_MS,
  );

  it(
    'at Ctrl-C ends what it started, judges what there is, and leaves nothing',
    async () => {
      const place = ground();
      const run = start(place, '--only', 'kill');
      await said(run, 'kill');
      await eventually('pods run', DEADLINE_MS, () => podsBelow(place.tmp).length === 6);
      run.child.kill('SIGINT');
      expect((await run.ended)[0]).toBe(2);
      expect(run.text()).toContain('it was interrupted');
      expect(readdirSync(place.tmp)).toEqual([]);
      expect(podsBelow(place.tmp)).toEqual([]);
      expect(reportIn(bundleIn(place)).verdict).toBe('undecided');
    },
    DEADLINE_MS,
  );

  it(
    'killed itself, leaves no pod; the next run removes what it left',
    async () => {
      const place = ground();
      const killed = start(place, '--only', 'storm');
      await eventually('pods run', DEADLINE_MS, () => podsBelow(place.tmp).length === 6);
      killed.child.kill('SIGKILL');
      await killed.ended;
      await eventually('all pods gone', DEADLINE_MS, () => podsBelow(place.tmp).length === 0);
      const left = readdirSync(place.tmp);
      expect(left).toHaveLength(1);
      const { code, text } = await decided(place, '--only', 'identity');
      expect([code, text]).toEqual([0, expect.stringContaining('✔ held')]);
      expect(readdirSync(place.tmp)).toEqual([]);
    },
    DEADLINE_MS,
  );
});

/** The file of a volume as it would be, had the last acknowledged visit never been written. */
function loseTheLastLine(bundle: string): void {
  const [log] = filesIn(bundle).filter((file) => /calculator-0\/after\/visits\.log(\.gz)?$/.test(file));
  const bytes = readFileSync(log as string);
  const text = (log?.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  rmSync(log as string);
  rmSync(join(bundle, 'observations.ndjson'), { force: true });
  rmSync(join(bundle, 'observations.ndjson.gz'), { force: true });
  const kept = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1);
  writeFileSync((log as string).replace(/\.gz$/, ''), kept);
}
