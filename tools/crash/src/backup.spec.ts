import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleOf } from './bundle';
import { eventually } from './deadline';
import { cleansUp, visit, volume } from './fixture';
import { innocent, Ledger } from './ledger';
import { Load } from './load';
import { Pod } from './pod';

cleansUp();

const run = promisify(execFile);
/** The first half meets a rotation between the copies of both logs, the others whatever comes. */
const BACKUPS = 4;

/** The command as docs/guarantees.md tells it to people, on other directories. */
function documentedCommand(from: string, to: string): string {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/guarantees.md'), 'utf8');
  const command = /```sh\n(from=\/data to=\/backup\n.*?)```/s.exec(page)?.[1];
  if (command === undefined) throw new Error('docs/guarantees.md has no backup command');
  return command.replace('from=/data to=/backup', `from=${from} to=${to}`);
}

/** A folder with a `cp` that, once, after `visits.log.1`, waits for a rotation: the worst moment, each time. */
function unluckyCopy(): string {
  const folder = volume();
  const script = `#!/bin/sh
/bin/cp "$@"
case "$1" in *.log.1) [ -e ${folder}/done ] && exit 0;; *) exit 0;; esac
log=\${1%.1}
before=$(head -n 1 $log)
while [ "$(head -n 1 $log)" = "$before" ]; do sleep 0.01; done
touch ${folder}/done
`;
  writeFileSync(join(folder, 'cp'), script, { mode: 0o755 });
  return folder;
}

/** Of the files alone, as `visits fsck` exits: 0 is clean, a torn tail included. */
async function check(dir: string): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await run(process.execPath, [bundleOf('cli'), 'fsck', dir]);
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, said: stdout };
  }
}

it(`${BACKUPS} copies of a live volume, while it counts and rotates: each opens with every visit acknowledged before it`, async () => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir, env: { LOG_KEEP_BYTES: '262144' } });
  await pod.ready();
  const ledger = new Ledger();
  const load = new Load({ url: pod.url, connections: 32, ledger });
  // Beyond it there is a visits.log.1, and a rotation each 2,000 visits.
  await eventually('the log was rotated', 60_000, () => ledger.receipts.length > 4500);
  const copies: { dir: string; before: Ledger }[] = [];
  for (let n = 0; n < BACKUPS; n += 1) {
    const dir = join(volume(), 'copy');
    mkdirSync(dir);
    const before = new Ledger();
    ledger.receipts.forEach((receipt) => before.add(receipt));
    const unlucky = n < BACKUPS / 2 ? `${unluckyCopy()}:` : '';
    const env = { ...process.env, PATH: `${unlucky}${process.env.PATH}` };
    await run('sh', ['-ec', documentedCommand(dataDir, dir)], { env });
    copies.push({ dir, before });
    const goal = ledger.receipts.length + 300;
    await eventually('visits go on', 60_000, () => ledger.receipts.length > goal);
  }
  await load.stop();
  await pod.end('SIGTERM');
  for (const { dir, before } of copies) {
    expect(await check(dir)).toMatchObject({ code: 0 });
    const opened = await Pod.of({ dataDir: dir });
    await opened.ready();
    const { n } = await visit(opened.url);
    await opened.end('SIGTERM');
    const health = before.judge(dir, { rotated: true });
    // What was acknowledged while it was copied may be there too: that is no surplus.
    expect(health).toMatchObject({ ...innocent, surplus: expect.any(Number), count: n, view: n });
    expect(n).toBeGreaterThan(before.receipts.length);
  }
}, 600_000);
