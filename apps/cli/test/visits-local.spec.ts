import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freeBasePort } from '@visits/local-set';
import { eventually } from '@visits/testing/eventually';
import { Ground } from './ground';

let ground: Ground;
let main: string;
let basePort: number;
let running: Run | undefined;

beforeAll(async () => {
  ground = new Ground();
  main = ground.addCli();
  basePort = await freeBasePort({ clock: 2, calculator: 2 });
}, 30_000);

afterEach(async () => {
  running?.process.kill('SIGINT');
  await running?.closed;
  running = undefined;
  rmSync(ground.dataDir, { recursive: true, force: true });
});
afterAll(() => ground.remove());

interface Run {
  readonly process: ChildProcess;
  readonly closed: Promise<{ code: number | null; signal: string | null }>;
  text(): string;
}

/** `visits local` of two clocks, until it says that all are ready. */
async function started(): Promise<Run> {
  const child = spawn(process.execPath, [main, 'local', ...here()], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part) => (text += part));
  const closed = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  running = { process: child, closed, text: () => text };
  await eventually('all ready', 8000, () => text.includes('stop: '));
  return running;
}

const visits = (...args: string[]) => ground.visits(args);
const here = () => [
  ...['--only', 'clock', '--clocks', '2'],
  ...['--port', String(basePort), '--data-dir', ground.dataDir],
];
const pidsOf = (dir: string) =>
  Object.values(
    JSON.parse(readFileSync(join(dir, 'local.json'), 'utf8')).pods as Record<string, number[]>,
  ).flat();
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('visits local', () => {
  it('tells in plain lines what runs and what to do, drains at SIGINT and exits 0', async () => {
    const run = await started();
    const pids = pidsOf(ground.dataDir);
    run.process.kill('SIGINT');
    // Through npm a Ctrl-C arrives twice.
    run.process.kill('SIGINT');
    expect(await run.closed).toEqual({ code: 0, signal: null });
    const lines = run.text().split('\n');
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(/^visits \d+\.\d+\.\d+ starts 2 clocks on /),
      `clock at http://localhost:${basePort}`,
    ]);
    expect(lines).toContain(`clock-1 ready at http://localhost:${basePort + 11}`);
    expect(run.text()).toContain(`npx visits kill clock-1 --data-dir ${ground.dataDir}\n`);
    expect(lines.slice(-6)).toEqual([
      'Draining; a second Ctrl-C ends everything at once.',
      expect.stringMatching(/^clock-[01] stopped$/),
      expect.stringMatching(/^clock-[01] stopped$/),
      'clocks together: 1,234',
      'Stopped.',
      '',
    ]);
    expect(pids.filter(isRunning)).toEqual([]);
    expect(existsSync(join(ground.dataDir, 'local.json'))).toBe(false);
  });

  it('ends everything at once at a second Ctrl-C', async () => {
    const run = await started();
    const pids = pidsOf(ground.dataDir);
    // A request under way: without it the set ends by itself where a busy machine keeps the second one back.
    void fetch(`http://127.0.0.1:${basePort}/slow?ms=20000`).catch(() => undefined);
    await eventually('an answer behind it', 8000, () => fetch(`http://127.0.0.1:${basePort}/`));
    run.process.kill('SIGINT');
    await eventually(
      'a person to press it again',
      8000,
      () => run.process.exitCode !== null || (run.process.kill('SIGINT') && false),
    );
    expect(await run.closed).toEqual({ code: 130, signal: null });
    await eventually('all gone', 8000, () => !pids.some(isRunning));
  });

  it.each([
    ['full', 1, /^visits: The output cannot be written \(ENOSPC\)\. .*\n$/],
    ['closed', 0, /^$/],
  ])('goes on where its standard output is %s, and drains at SIGINT', async (how, code, words) => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [main, 'local', ...here()], {
      stdio: ['ignore', how === 'full' ? full : 'pipe', 'pipe'],
    });
    closeSync(full);
    child.stdout?.destroy();
    let errors = '';
    child.stderr?.on('data', (part) => (errors += String(part)));
    const closed = once(child, 'close');
    const answers = () =>
      fetch(`http://127.0.0.1:${basePort}/`).then(
        ({ ok }) => ok,
        () => false,
      );
    await eventually('an answer', 8000, answers);
    child.kill('SIGINT');
    expect(await closed).toEqual([code, null]);
    expect(errors).toMatch(words);
  });

  it('refuses a second one on its directory; killed itself, leaves no pod behind', async () => {
    const run = await started();
    const pids = pidsOf(ground.dataDir);
    expect(pids).toHaveLength(4);
    const second = visits('local', ...here());
    expect(second).toMatchObject({ status: 1, stdout: '' });
    expect(second.stderr).toMatch(`visits: Another \`visits local\` (process ${run.process.pid}) runs on`);
    run.process.kill('SIGKILL');
    await eventually('all gone', 8000, () => !pids.some(isRunning));
    const next = await started();
    expect(next.text()).toMatch(/^The set before this one on \S+ did not end cleanly; /m);
  });

  it('names a busy port, in one sentence', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(basePort + 11, '127.0.0.1', listening));
    const { status, stderr } = visits('local', ...here());
    server.close();
    expect(status).toBe(1);
    expect(stderr).toBe(
      `visits: Port ${basePort + 11} is used by another program. Stop it, or choose other ports with --port.\n`,
    );
  });

  it('names a missing build and the command that makes it', () => {
    const bundle = join(ground.builds, 'calculator', 'main.mjs');
    const text = readFileSync(bundle);
    rmSync(bundle);
    const { status, stderr } = visits('local', '--data-dir', ground.dataDir);
    writeFileSync(bundle, text);
    expect(status).toBe(1);
    expect(stderr).toBe(`visits: The calculator is not built: ${bundle} is missing. Run: npm run build\n`);
  });

  it('says in one sentence that there is no Prometheus', () => {
    expect(ground.visits(['local', ...here(), '--prometheus'], { PATH: '/nowhere' })).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'visits: There is no `prometheus` on the PATH. ' +
        'Install it (Debian: apt-get install prometheus), or go without --prometheus.\n',
    });
  });

  it('names a directory that cannot be written', () => {
    const file = join(ground.dir, 'a-file');
    writeFileSync(file, '');
    for (const dir of ['/proc/visits/data', file, join(file, 'below')]) {
      const { status, stderr } = visits('local', '--data-dir', dir);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^visits: The directory \S+ cannot be written \(E[A-Z]+\)\. .*--data-dir\.\n$/);
    }
  });

  it.each([
    ['--clocks', '0'],
    ['--clocks', '11'],
    ['--clocks', '2.5'],
    ['--port', '65536'],
    ['--port', '0x10'],
    ['--only', 'hours'],
    ['--replicas', '3'],
  ])('refuses %s %s without a stack', (flag, value) => {
    const { status, stderr } = visits('local', flag, value);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: .*\n/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
