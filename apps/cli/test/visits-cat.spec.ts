import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openVolume } from '@visits/persistence';
import { eventually } from '@visits/testing/eventually';
import { Ground, openJournal } from './ground';

let ground: Ground;
let main: string;

beforeAll(() => {
  ground = new Ground();
  main = ground.addCli();
}, 30_000);
afterAll(() => ground.remove());

const visits = (...args: string[]) => ground.visits(args);

describe('visits cat', () => {
  const volume = () => join(ground.dir, 'volume');
  beforeEach(() => mkdirSync(volume()));
  afterEach(() => rmSync(volume(), { recursive: true }));

  async function count(texts: string[]): Promise<void> {
    const journal = await openJournal(volume());
    await Promise.all(texts.map((text) => journal.append(text)));
    await journal.close();
  }

  it('prints the kept lines, the rotated ones first, or those after a number', async () => {
    await count(['one', 'two']);
    renameSync(join(volume(), 'visits.log'), join(volume(), 'visits.log.1'));
    await count(['three']);
    const { status, stdout } = visits('cat', 'volume');
    expect(status).toBe(0);
    expect(stdout).toBe(
      readFileSync(join(volume(), 'visits.log.1'), 'utf8') +
        readFileSync(join(volume(), 'visits.log'), 'utf8'),
    );
    const texts = (lines: string) => [...lines.matchAll(/^\S+Z \d+ (\w+)/gm)].map(([, text]) => text);
    expect(texts(stdout)).toEqual(['one', 'two', 'three']);
    expect(texts(visits('cat', 'volume', '--after', '1').stdout)).toEqual(['two', 'three']);
    expect(visits('cat', 'volume', '--after', '3')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('waits for its reader as often as it must, and leaves no listener behind', () => {
    // Each of them is more than a pipe takes at once.
    writeFileSync(join(volume(), 'visits.log'), `${'x'.repeat(700_000)}\n`.repeat(14));
    writeFileSync(join(volume(), 'visits.txt'), '1\n');
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'cat', 'volume'], {
      cwd: ground.dir,
      encoding: 'utf8',
      maxBuffer: 16 * 1024 * 1024,
      env: { ...process.env, NODE_OPTIONS: '' }, // the tests' own ones silence warnings
    });
    expect({ status, bytes: stdout.length, stderr }).toEqual({ status: 0, bytes: 9_800_014, stderr: '' });
  });

  it('follows the visits to come over two rotations, and shows each line once', async () => {
    const journal = await openJournal(volume(), { keepBytes: 2000 });
    await journal.append('visit 1');
    const { said, end } = ground.start(['cat', 'volume', '--follow']);
    const counts = () => [...said.stdout.matchAll(/^\S+Z (\d+) /gm)].map(([, n]) => Number(n));
    const all = Array.from({ length: 60 }, (_, n) => n + 1);
    let logs = 0;
    let before = '';
    for (const n of all.slice(1)) {
      await journal.append(`visit ${n}`);
      const now = String((await openVolume(volume()).stat('visits.log'))?.identity);
      if (now !== before) logs += 1;
      // Two rotations may pass between two looks; a third would drop lines for everybody.
      if (now !== before && logs % 2 === 0) await eventually('followed', 8000, () => counts().at(-1) === n);
      before = now;
    }
    await eventually('all', 8000, () => counts().at(-1) === 60);
    await end('SIGTERM');
    await journal.close();
    expect(logs).toBeGreaterThanOrEqual(3);
    expect(counts()).toEqual(all);
  });

  it('prints one object a line with --json', async () => {
    await count(['one', 'a\\b']);
    const { stdout } = visits('cat', 'volume', '--json', '--after', '1');
    expect(JSON.parse(stdout)).toEqual({ n: 2, at: expect.stringMatching(/Z$/), text: 'a\\b' });
  });

  it('follows over a rotation, and ends with 0 at Ctrl-C', async () => {
    await count(['one']);
    const { said, end } = ground.start(['cat', 'volume', '--json', '--follow']);
    const texts = () => [...said.stdout.matchAll(/"text":"(\w+)"/g)].map(([, text]) => text).join();
    await eventually('the first line', 8000, () => texts() === 'one');
    await count(['two']);
    renameSync(join(volume(), 'visits.log'), join(volume(), 'visits.log.1'));
    await count(['three']);
    await eventually('the lines behind the rotation', 8000, () => texts() === 'one,two,three');
    await count(['four']);
    await eventually('the next line', 8000, () => texts() === 'one,two,three,four');
    expect(await end('SIGINT')).toEqual([0, null]);
    expect(said.stderr).toBe('');
  });

  it('is quiet when its reader leaves', async () => {
    await count(Array.from({ length: 4000 }, (_, n) => `visit ${n} ${'.'.repeat(80)}`));
    const pipe = `set -o pipefail; '${process.execPath}' '${main}' cat '${volume()}' | head -n 1`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', pipe], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^\S+ 1 visit 0 \.+\n$/);
  });

  it.each(['missing', 'volume'])('says what is wrong with a %s directory, in one sentence', (name) => {
    writeFileSync(join(volume(), 'letters.txt'), 'not ours');
    const { status, stdout, stderr } = visits('cat', name);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^visits: The visits of \S+ cannot be read: .*\n$/);
    expect(stderr.split('\n')).toHaveLength(2);
  });
});
