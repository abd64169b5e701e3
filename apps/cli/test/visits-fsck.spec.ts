import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ground, openJournal } from './ground';

let ground: Ground;
let main: string;

beforeAll(() => {
  ground = new Ground();
  main = ground.addCli();
}, 30_000);
afterAll(() => ground.remove());

const volume = () => join(ground.dir, 'volume');
const log = () => join(volume(), 'visits.log');
beforeEach(() => mkdirSync(volume()));
afterEach(() => rmSync(volume(), { recursive: true }));

const visits = (...args: string[]) => ground.visits(args);

async function count(texts: string[]): Promise<void> {
  const journal = await openJournal(volume());
  for (const text of texts) await journal.append(text);
  await journal.close();
}

function flip(offset: number): void {
  const bytes = readFileSync(log());
  bytes[offset] = (bytes[offset] as number) ^ 1;
  writeFileSync(log(), bytes);
}

describe('visits fsck', () => {
  it('calls a sound volume clean and ends with 0, in words and as JSON', async () => {
    await count(['one', 'two']);
    const { status, stdout, stderr } = visits('fsck', 'volume');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^visits: +2, /m);
    expect(stdout).toMatch(/^volume\n/);
    for (const dir of [volume(), './volume/', 'volume/../volume'])
      expect(visits('fsck', dir).stdout.split('\n')[0]).toBe(dir);
    expect(stdout).toMatch(/^kept: +1 to 2: 2 lines in 2 commits, each checksum verified$/m);
    expect(stdout).toMatch(/\nclean\n$/);
    const json = visits('fsck', 'volume', '--json');
    expect(json.status).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({ dir: 'volume', verdict: 'clean', visits: 2, damage: [] });
  });

  it('ends with 4 at damage and names the byte; --repair corrects it and ends with 1, then with 0', async () => {
    await count(['one', 'two', 'three']);
    flip(10);
    const found = visits('fsck', 'volume');
    expect(found.status).toBe(4);
    expect(found.stdout).toMatch(/^damage: +visits\.log at byte 0, \d+ bytes: /m);
    expect(found.stdout).toContain('nothing was changed');
    const repaired = visits('fsck', 'volume', '--repair');
    expect(repaired.status).toBe(1);
    expect(repaired.stdout).toMatch(/^kept in: +visits\.log\.damaged-\w+, /m);
    expect(visits('fsck', 'volume').status).toBe(0);
    expect(visits('fsck', 'volume', '--repair').status).toBe(0);
    await count(['four']);
    expect(readFileSync(join(volume(), 'visits.txt'), 'utf8')).toBe('4\n');
  });

  it('calls a torn commit no damage', async () => {
    await count(['one']);
    writeFileSync(log(), '2026-11-21T13:4', { flag: 'a' });
    const { status, stdout } = visits('fsck', 'volume');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^torn: +15 bytes of an unanswered commit; the next start cuts them$/m);
  });

  it('checks a volume that is in use, again and again; repairing it is refused with 8 and the holder’s name', async () => {
    const journal = await openJournal(volume());
    let writing = true;
    const writer = (async () => {
      while (writing) await Promise.all(Array.from({ length: 20 }, () => journal.append('busy')));
    })();
    for (let round = 0; round < 5; round += 1) {
      const child = spawn(process.execPath, [main, 'fsck', volume()], { stdio: 'ignore' });
      expect(await once(child, 'exit')).toEqual([0, null]);
    }
    writing = false;
    await writer;
    const { status, stderr } = visits('fsck', 'volume', '--repair');
    expect(status).toBe(8);
    expect(stderr).toMatch(/cannot be repaired: .*It is pod clock-0, boot b, pid \d+\. /);
    await journal.close();
  });

  it.each(['missing', 'volume'])('ends with 8 where %s holds no visits', (name) => {
    const { status, stdout, stderr } = visits('fsck', name, '--json');
    expect(status).toBe(8);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'unknown', error: { code: 'missing' } });
    expect(stderr).toMatch(/^visits: \S+ cannot be checked: .*\n$/);
  });

  it.each([[[]], [['volume', '--fast']], [['volume', 'other']]])('ends with 16 when used as %j', (args) => {
    expect(visits('fsck', ...args).status).toBe(16);
  });
});
