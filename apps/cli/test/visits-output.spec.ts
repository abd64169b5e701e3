import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from '@visits/testing/eventually';
import { Ground } from './ground';

const LINE = '2026-11-21T15:00:57.301Z 1 18:00:57 Europe/Moscow #1:d2a2baa8\n';
const LOST = join(import.meta.dirname, '../../../libs/proof/test/examples/lost');
const FULL = 'visits: The output cannot be written (ENOSPC). Free the disk, or write to another place.\n';

let ground: Ground;
let main: string;
let service: Server;
let url: string;
let set: ChildProcess;
let pod: ChildProcess;

/** What a `visits local` notes of itself, with processes that could be its own. */
function localSet(): void {
  const standIn = (program: string) =>
    spawn(process.execPath, [join(ground.builds, program, 'main.mjs')], {
      stdio: 'ignore',
      env: { PORT: '0', POD_NAME: 'clock-0' },
    });
  set ??= standIn('calculator');
  pod = standIn('clock');
  const roster = { pid: set.pid, urls: {}, pods: { 'clock-0': [pod.pid] }, apps: { 'clock-0': pod.pid } };
  mkdirSync(join(ground.dataDir, 'logs'), { recursive: true });
  writeFileSync(join(ground.dataDir, 'local.json'), JSON.stringify(roster));
  writeFileSync(
    join(ground.dataDir, 'logs', 'clock-0.log'),
    '{"time":"2026-11-21T15:00:57.301Z","msg":"hello"}\n',
  );
}

beforeAll(async () => {
  ground = new Ground();
  main = ground.addCli();
  mkdirSync(join(ground.dir, 'volume'));
  mkdirSync(join(ground.dir, 'adopted'));
  writeFileSync(join(ground.dir, 'volume', 'visits.log'), LINE);
  localSet();
  // What both commands print of it is not judged here.
  const self = { pod: 'clock-0' };
  const items = [{ pod: 'clock-0', replica: 'a', n: 1, at: '2026-11-21T15:00:57.301Z', text: 'a visit' }];
  const history = { replica: 'a', items, missing: [], next: null };
  const total = { total: 1, exact: true, reasons: [], replicas: [] };
  const answer = { pod: 'clock-0', ...total, self, peers: [], ...history };
  service = createServer((_request, response) => {
    response
      .setHeader('x-pod', 'clock-0')
      .end(JSON.stringify({ ...answer, discovery: { ok: true }, settled: true }));
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  url = `127.0.0.1:${(service.address() as AddressInfo).port}`;
}, 60_000);
afterAll(() => {
  service.closeAllConnections();
  service.close();
  for (const child of [set, pod]) child.kill('SIGKILL');
  ground.remove();
});

/** Every command that prints and ends, with the code that it ends with. `local` is below. */
const commands: [string, string[], number, number][] = [
  ['--help', ['--help'], 0, 1],
  ['--version', ['--version'], 0, 1],
  ['cat', ['cat', 'volume'], 0, 1],
  ['cat --json', ['cat', 'volume', '--json'], 0, 1],
  ['fsck', ['fsck', 'volume'], 0, 8],
  ['fsck --json', ['fsck', 'volume', '--json'], 0, 8],
  ['fsck --help', ['fsck', '--help'], 0, 8],
  ['adopt', ['adopt', 'adopted', '14'], 0, 1],
  ['total', ['total', 'URL'], 0, 1],
  ['total --json', ['total', 'URL', '--json'], 0, 1],
  ['log', ['log', 'URL'], 0, 1],
  ['log --set', ['log', 'URL', '--set'], 0, 1],
  ['log --json', ['log', 'URL', '--json'], 0, 1],
  ['peers', ['peers', 'URL'], 0, 1],
  ['peers --json', ['peers', 'URL', '--json'], 0, 1],
  ['kill', ['kill', 'clock-0'], 0, 1],
  ['pause', ['pause', 'clock-0'], 0, 1],
  ['resume', ['resume', 'clock-0'], 0, 1],
  ['logs', ['logs'], 0, 1],
  ['logs of one pod', ['logs', 'clock-0'], 0, 1],
  ['dns', ['dns', '--service', 'none.invalid'], 1, 1],
  ['dns --json', ['dns', '--service', 'none.invalid', '--json'], 1, 1],
  ['verify list', ['verify', 'list'], 0, 2],
  ['verify plan', ['verify', 'plan'], 0, 2],
  ['verify explain', ['verify', 'explain', 'ACK_LOST'], 0, 2],
  ['verify judge', ['verify', 'judge', LOST], 1, 2],
  ['verify judge -o junit', ['verify', 'judge', LOST, '-o', 'junit'], 1, 2],
];

async function shell(args: readonly string[], redirection: string) {
  const words = [process.execPath, main, ...args.map((word) => (word === 'URL' ? url : word))];
  const line = `${words.map((word) => `'${word}'`).join(' ')} ${redirection}`;
  const child = spawn('bash', ['-c', `set -o pipefail; ${line}`], { cwd: ground.dir });
  let stderr = '';
  let stdout = '';
  child.stderr.on('data', (part) => (stderr += String(part)));
  child.stdout.on('data', (part) => (stdout += String(part)));
  const [status] = (await once(child, 'close')) as [number];
  return { status, stdout, stderr };
}

it('has every command of the program in the table', () => {
  const { stdout } = spawnSync(process.execPath, [main, '--help'], { encoding: 'utf8' });
  const names = [...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z]+)/gm)].map(
    ([, name]) => name,
  );
  const known = commands.flatMap(([, [name]]) => (name?.startsWith('-') ? [] : [name]));
  expect([...new Set([...known, 'local', 'help'])].sort()).toEqual(names.sort());
});

describe.each(commands)('visits %s', (_name, args, code, failure) => {
  beforeEach(() => {
    if (pod.signalCode !== null) localSet();
  });
  afterEach(async () => {
    // Its end is seen a moment after that of the command.
    if (args[0] === 'kill') await eventually('the end of the pod', 8000, () => pod.signalCode !== null);
  });

  it('is an error where its output cannot be written', async () => {
    expect(await shell(args, '> /dev/full')).toEqual({ status: failure, stdout: '', stderr: FULL });
  });

  it('is quiet where nobody reads it', async () => {
    expect(await shell(args, '> >(exec true)')).toEqual({ status: code, stdout: '', stderr: '' });
  });
});

it('cat --follow ends with its reader, also where no visit comes', async () => {
  const { status, stdout, stderr } = await shell(['cat', 'volume', '--follow'], '| head -n 1');
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: LINE, stderr: '' });
});

it('is whole, or an error, on a disk that takes a part of it', async () => {
  const limited = `trap '' XFSZ; ulimit -f 1; '${process.execPath}' '${main}' cat '${join(ground.dir, 'long')}'`;
  mkdirSync(join(ground.dir, 'long'));
  writeFileSync(join(ground.dir, 'long', 'visits.log'), LINE.repeat(100));
  const out = join(ground.dir, 'out');
  const { status, stderr } = spawnSync('bash', ['-c', `${limited} > '${out}'`], { encoding: 'utf8' });
  rmSync(out);
  expect(status).toBe(1);
  expect(stderr).toBe(FULL.replace('ENOSPC', 'EFBIG'));
});
