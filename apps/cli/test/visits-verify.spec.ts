import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LedgerWriter } from '@visits/proof';
import { scenarios } from '@visits/verify';
import { Ground } from './ground';

let ground: Ground;
let main: string;
let bundle: string;

beforeAll(() => {
  ground = new Ground();
  main = ground.addCli();
}, 60_000);
beforeEach(() => {
  bundle = join(ground.dir, 'bundle');
  mkdirSync(bundle);
});
afterEach(() => rmSync(bundle, { recursive: true, force: true }));
afterAll(() => ground.remove());

const visits = (...args: string[]) =>
  ground.visits(['verify', ...args], { PATH: process.env.PATH, TMPDIR: ground.dir });

/** One sentence, and what to do: nothing else on either stream, and nothing made. */
function refuses(args: string[], words: RegExp): void {
  const before = readdirSync(ground.dir, { recursive: true }).length;
  const { status, stdout, stderr } = visits(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(words);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(readdirSync(ground.dir, { recursive: true })).toHaveLength(before);
}

function ledger(): string {
  const writer = new LedgerWriter();
  const header = writer.header({ run: 'r', seed: 's', startedAt: '2026-11-26T09:00:00.000Z' });
  return header + writer.seal();
}

describe('visits verify', () => {
  it.each([
    ['local', '--only', 'kil'],
    ['local', '--skip', 'storms'],
    ['plan', '--only', 'kill,identy'],
  ])('%s names the nearest scenario of %s %s', (...args) => {
    refuses(args, /^visits: There is no scenario "\w+"; the nearest is (kill|storm|identity)\. See: /);
  });

  it('writer: nobody drives it, so it ends when its time is over, with a ledger that is whole', () => {
    const args = ['verify', 'writer', '--dir', bundle, '--run', 'r', '--seed', 's', '--for', '1s'];
    const { status } = spawnSync(process.execPath, [main, ...args], { timeout: 20_000 });
    expect(status).toBe(0);
    expect(readFileSync(join(bundle, 'ledger.log'), 'utf8')).toMatch(
      /^visits-ledger 1 r s \S+\nz 1 [\da-f]{64}\n$/,
    );
  });

  it('refuses a data directory that holds something, and one that a set runs on', () => {
    const used = join(ground.dir, 'used');
    mkdirSync(used);
    writeFileSync(join(used, 'a-file'), '');
    refuses(
      ['local', '--data-dir', 'used'],
      /^visits: used is not empty \(it holds a-file\): .* --data-dir\.$/m,
    );
    const running = spawn(process.execPath, [join(ground.builds, 'clock', 'main.mjs')], {
      env: { PORT: '0' },
    });
    writeFileSync(join(used, 'local.json'), JSON.stringify({ pid: running.pid, pods: {} }));
    refuses(
      ['local', '--data-dir', 'used'],
      /^visits: Another `visits local` \(process \d+\) runs on used\. Stop it, /,
    );
    running.kill();
    rmSync(used, { recursive: true });
  });

  it('names a missing build, and leaves nothing', () => {
    const clock = join(ground.builds, 'clock', 'main.mjs');
    const text = readFileSync(clock);
    rmSync(clock);
    refuses(['local'], /^visits: The clock is not built: \S+ is missing\. Run: npm run build$/m);
    writeFileSync(clock, text);
  });

  it('judges no directory that is none, or is no bundle', () => {
    refuses(['judge', join(ground.dir, 'nowhere')], /^visits: There is no bundle here\. /);
    refuses(['judge', bundle], /^visits: There is no bundle here\. /);
    refuses(['render', bundle], /^visits: There is no bundle here\. /);
  });

  it('refuses a ledger of a newer version, and facts of a newer schema', () => {
    writeFileSync(join(bundle, 'ledger.log'), ledger().replace('visits-ledger 1', 'visits-ledger 2'));
    refuses(['judge', bundle], /^visits: ledger\.log was written by a newer version\./);
    writeFileSync(join(bundle, 'ledger.log'), ledger());
    writeFileSync(join(bundle, 'facts.json'), '{"schema":2}');
    refuses(['judge', bundle], /^visits: facts\.json was written by a newer version\./);
  });

  it('refuses a gzip that was cut', () => {
    const whole = gzipSync(ledger());
    writeFileSync(join(bundle, 'ledger.log.gz'), whole.subarray(0, whole.length - 12));
    refuses(['judge', bundle], /^visits: A file of the bundle cannot be read\. ledger\.log\.gz/);
  });

  it('judges a bundle in which nothing happened as undecided, in each form', () => {
    writeFileSync(join(bundle, 'ledger.log.gz'), gzipSync(ledger()));
    expect(visits('judge', bundle)).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('? undecided'),
    });
    const { status, stdout } = visits('judge', bundle, '-o', 'json');
    expect([status, JSON.parse(stdout)]).toMatchObject([2, { verdict: 'undecided' }]);
    expect(visits('judge', bundle, '-o', 'junit')).toMatchObject({
      status: 2,
      stdout: expect.stringMatching(/^<\?xml [^]*<error /),
    });
    expect(readdirSync(bundle)).toEqual(['ledger.log.gz']);
    expect(visits('render', bundle).status).toBe(0);
    expect(existsSync(join(bundle, 'report.txt'))).toBe(true);
  });

  it('renders into a bundle whose sums stay right, and bless nothing that somebody changed', () => {
    const sumsOf = (...names: string[]) =>
      spawnSync('sha256sum', names, { cwd: bundle, encoding: 'utf8' }).stdout;
    writeFileSync(join(bundle, 'ledger.log'), ledger());
    writeFileSync(join(bundle, 'report.txt'), 'an older view\n');
    writeFileSync(join(bundle, 'SHA256SUMS'), sumsOf('ledger.log', 'report.txt'));
    appendFileSync(join(bundle, 'ledger.log'), '# changed\n');
    expect(visits('render', bundle).status).toBe(0);
    const { stdout } = spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: bundle, encoding: 'utf8' });
    expect(stdout).toBe('junit.xml: OK\nledger.log: FAILED\nreport.html: OK\nreport.txt: OK\n');
  });

  it('lists, plans and explains without touching anything', () => {
    for (const [command, elsewhere] of [
      [['list'], undefined],
      [['plan', 'local'], 'cluster'],
      [['plan'], 'local'],
    ] as const) {
      const { status, stdout } = visits(...command);
      expect(status).toBe(0);
      for (const { name, where } of scenarios)
        if (where !== elsewhere || !where) expect(stdout).toContain(`\n${name} `);
    }
    expect(visits('explain', 'ack-lost').stdout).toMatch(
      /^ACK_LOST \(violated\): .*\nCause: .*\nLook: .*\nFix: .*\n$/,
    );
    expect(visits('explain', 'storm').stdout).toMatch(/^storm: .*\nHeld when: /);
    refuses(
      ['explain', 'ACK_LOSD'],
      /^visits: There is no code or scenario "ACK_LOSD"; the nearest is ACK_LOST\./,
    );
  });

  it.each([
    ['local', '--rate', '1'],
    ['local', '--timeout', '20'],
    ['local', '--profile', 'huge'],
    ['judge'],
    ['lokal'],
  ])('ends with 2 when used as %s %s', (...args) => {
    const { status, stderr } = visits(...args.filter(Boolean));
    expect(status).toBe(2);
    expect(stderr).toMatch(/^(error|visits): /);
  });
});
