import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freeBasePort } from '@visits/local-set';
import { eventually } from '@visits/testing/eventually';
import { Ground } from './ground';
import { Terminal } from './terminal';

const CTRL_C = '\x03';
const CTRL_S = '\x13';
const CTRL_Q = '\x11';

let ground: Ground;
let main: string;
let basePort: number;
let terminal: Terminal;

/** One set for all tests, on `.visits` of its directory, where the other commands look; the last test stops it. */
beforeAll(async () => {
  ground = new Ground();
  main = ground.addCli();
  basePort = await freeBasePort({ clock: 2, calculator: 1 });
  const options = ['--clocks', '2', '--calculators', '1', '--port', String(basePort)];
  terminal = new Terminal([process.execPath, main, 'local', ...options], ground.dir);
  const started = () => /^✔ all 3 pods are ready/m.test(terminal.text) && /total 1,234/.test(terminal.text);
  await soon('all ready', () => started() && readyPods() === 3);
}, 120_000);

afterAll(() => {
  terminal?.end();
  ground.remove();
});

/** A pseudo-terminal hides no time: the machine may be busy. */
const soon = (what: string, probe: () => boolean) => eventually(what, 60_000, probe);
/** A look may fall between two parts of one drawing. */
const shows = (what: string, look: () => void) => soon(what, () => (look(), true));
const readyPods = () => terminal.lines.filter((line) => /^c\S+-\d +ready /.test(line)).length;
const pidOfSet = () =>
  (JSON.parse(readFileSync(join(ground.dataDir, 'local.json'), 'utf8')) as { pid: number }).pid;
const visits = (...args: string[]) => ground.visits(args);
/** A set that the terminal holds up does not answer before Ctrl-Q. */
const answers = async () => {
  const { ok } = await fetch(`http://127.0.0.1:${basePort}/visits`, { signal: AbortSignal.timeout(10_000) });
  return ok;
};
const podLines = () =>
  terminal.lines.filter((line) => /^c\S+-\d /.test(line)).map((line) => line.split(' ')[0]);
const pods = ['clock-0', 'clock-1', 'calculator-0'];

describe('visits local on a terminal', () => {
  it('shows addresses first, then the pods with their counts and what to try, in 80 by 24', async () => {
    await shows('all of it', () => {
      const { lines } = terminal;
      expect(lines.length).toBeLessThanOrEqual(24);
      expect(lines[0]).toMatch(/^✔ visits \d+\.\d+\.\d+ starts 2 clocks and 1 calculator on \.visits$/);
      expect(lines).toContainEqual(expect.stringMatching(/^✔ all 3 pods are ready after \d+\.\d s$/));
      const clock = lines.findIndex((line) => line.startsWith(`clock       http://localhost:${basePort} `));
      expect(lines[clock]).toMatch(/ 2 of 2 ready {2}total 1,234$/);
      expect(lines[clock + 3]).toMatch(/^POD +STATE +RESTARTS +VISITS +URL$/);
      expect(podLines()).toEqual(pods);
      expect(terminal.text).toContain(
        `try:   curl localhost:${basePort}; npx visits kill clock-1; npx visits total --watch\n`,
      );
    });
  }, 120_000);

  it('is drawn anew, once, when the terminal is made larger or smaller', async () => {
    for (const [columns, rows] of [
      [120, 40],
      [60, 16],
    ] as const) {
      terminal.resize(pidOfSet(), columns, rows);
      await soon('the table', () => /^clock {7}http/.test(terminal.lines[0] ?? ''));
      // The next refresh is drawn over it.
      await delay(1200);
      await shows('it once', () => {
        expect(podLines()).toEqual(pods);
        expect(terminal.lines.filter((line) => line.startsWith('POD'))).toHaveLength(1);
        expect(Math.max(...terminal.lines.map(({ length }) => length))).toBeLessThan(columns);
      });
    }
  }, 120_000);

  it('says that a pod was killed, paused and resumed from another terminal, and so does its log', async () => {
    expect(visits('kill', 'clock-1')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^clock-1 is killed \(process \d+, SIGKILL\)\n$/),
    });
    await soon('the news', () => terminal.text.includes('clock-1 was ended by SIGKILL, restarting'));
    await soon('the restart', () => /^clock-1 +ready +1 /m.test(terminal.text));
    expect(visits('logs', 'clock-1').stdout).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} clock-1 warn {2}was ended by SIGKILL/m,
    );

    expect(visits('pause', 'clock-0').status).toBe(0);
    await soon('it to be unready', () => /^clock-0 +unready +0 /m.test(terminal.text));
    await soon('why', () => terminal.text.includes('clock-0 unready: its process is paused'));
    expect(visits('resume', 'clock-0').status).toBe(0);
    await soon('it to go on', () => /^clock-0 +ready +0 /m.test(terminal.text));

    expect(visits('kill', 'clock-7').stderr).toBe(
      `visits: There is no pod clock-7. Name one of ${pods.join(', ')}.\n`,
    );
    expect(visits('total').stdout).toMatch(/^total: 1234 \(as clock-\d knows it\)$/m);
  }, 120_000);

  it('serves on while the terminal is stopped (Ctrl-S), and goes on with the newest table', async () => {
    terminal.resize(pidOfSet(), 80, 24);
    terminal.press(CTRL_S);
    await delay(300);
    const before = terminal.text;
    visits('kill', 'clock-1');
    for (const end = Date.now() + 2500; Date.now() < end; await delay(100))
      expect(await answers()).toBe(true);
    expect(terminal.text).toBe(before);
    terminal.press(CTRL_Q);
    await soon('the news', () => terminal.text.split('clock-1 was ended by SIGKILL').length === 3);
    await shows('its pods', () => expect(podLines()).toEqual(pods));
  }, 120_000);

  it('keeps the total and the counts on the screen after Ctrl-C', async () => {
    terminal.press(CTRL_C);
    expect(await terminal.closed).toEqual([0, null]);
    expect(terminal.text).toMatch(/^clock .* 0 of 2 ready {2}total 1,234$/m);
    expect(terminal.text).toMatch(/\nStopped; the data stays\.\n$/);
    expect(visits('kill', 'clock-0').stderr).toBe(
      'visits: No `visits local` runs on .visits. Start one, or name its directory with --data-dir.\n',
    );
  }, 120_000);
});
