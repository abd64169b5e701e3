import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVolume, readVolume } from '../src/index';
import { journalOn, reached } from './harness';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'visits-strange-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const kinds = {
  'a directory': (path: string) => void mkdirSync(path),
  'a FIFO': (path: string) => void execFileSync('mkfifo', [path]),
  'a symbolic link that leads to no file': (path: string) => symlinkSync(join(dir, 'none', 'where'), path),
};
const names = ['LOCK', 'visits.log', 'visits.log.1', 'visits.txt', 'replica.json', 'visits.probe'] as const;

test.each(Object.entries(kinds).flatMap(([kind, make]) => names.map((name) => [name, kind, make] as const)))(
  '%s is %s: it is named, the journal stops in time, and opens once it is away',
  async (name, kind, make) => {
    make(join(dir, name));
    const journal = journalOn(openVolume(dir));
    journal.start();
    await reached(journal, 'failed');
    const { reason } = journal.status();
    expect(reason).toMatchObject({
      code: 'not-a-file',
      message: expect.stringContaining(`${name} is ${kind}`),
    });
    const stopped = journalOn(openVolume(dir));
    stopped.start();
    await stopped.close();
    if (name !== 'visits.probe')
      await readVolume(openVolume(dir)).catch((error) => expect(error).toMatchObject({ code: 'damaged' }));
    rmSync(join(dir, name), { recursive: true });
    await reached(journal, 'open');
    expect((await journal.append('a')).n).toBe(1);
    await journal.close();
  },
);
