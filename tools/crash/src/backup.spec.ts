import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleOf } from '@visits/testing/bundle';
import { eventually } from '@visits/testing/eventually';
import { cleansUp, visit, volume } from './fixture';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from './load';
import { Pod } from '@visits/testing/pod';

cleansUp();

const run = promisify(execFile);
/** The first half meets a rotation between the copies of both logs, the others whatever comes. */
const BACKUPS = 4;
const KEEP_BYTES = 262_144;

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

it('a target that is not there ends the command, with an error that names it', async () => {
  const from = volume();
  for (const file of ['visits.log', 'replica.json']) writeFileSync(join(from, file), 'a line\n');
  const to = join(volume(), 'missing');
  await expect(run('sh', ['-c', documentedCommand(from, to)], { timeout: 10_000 })).rejects.toMatchObject({
    ...{ code: 1, killed: false },
    stderr: expect.stringContaining(`no backup of ${from} in ${to}\n`),
  });
}, 20_000);

it(`${BACKUPS} copies of a live volume, while it counts and rotates: each opens with every visit acknowledged before it`, async () => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir, env: { LOG_KEEP_BYTES: `${KEEP_BYTES}` } });
  await pod.ready();
  const ledger = new Ledger(dataDir);
  const load = new Load({ url: pod.url, connections: 32, ledger });
  // Beyond it there is a visits.log.1, and a rotation each 2,000 visits.
  await eventually('the log was rotated', 60_000, () => ledger.receipts.length > 4500);
  const copies: { dir: string; before: Ledger }[] = [];
  for (let n = 0; n < BACKUPS; n += 1) {
    const dir = join(volume(), 'copy');
    mkdirSync(dir);
    const before = ledger.copy();
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
    expect(before.judge(dir, KEEP_BYTES)).toEqual(innocent);
    expect(heldBy(dir)).toMatchObject({ count: n, view: n });
    expect(n).toBeGreaterThan(before.receipts.length);
  }
}, 600_000);
