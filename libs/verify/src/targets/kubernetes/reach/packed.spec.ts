import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed, unpacked } from './packed';

const dir = mkdtempSync(join(tmpdir(), 'visits-packed-'));
afterAll(() => rmSync(dir, { recursive: true }));

function run(...command: string[]) {
  const message = join(dir, 'message');
  const [program, ...args] = packed(command, message);
  const { stdout, status } = spawnSync(program!, args, { maxBuffer: 8_000_000 });
  return { log: stdout.toString('latin1'), status, message: readFileSync(message, 'utf8') };
}

it('any bytes come over, with the status and what the command complains of', () => {
  const print = String.raw`printf '\000\377\n\r caf\303\251\n'; echo no such file >&2; exit 3`;
  const { log, status, message } = run('sh', '-c', print);
  expect(unpacked(log)).toEqual(Buffer.from('\0\xff\n\r caf\xc3\xa9\n', 'latin1'));
  expect(log).toMatch(/^[A-Za-z0-9+/=]*$/);
  expect({ status, message }).toEqual({ status: 3, message: 'no such file\n' });
});

it('more than a pipe holds, with an argument that a shell would take apart', () => {
  const { log, status } = run('sh', '-c', 'head -c 3000000 /dev/urandom; echo "$1"', 'sh', "a $b 'c'");
  const bytes = unpacked(log)!;
  expect({ size: bytes.length, end: bytes.subarray(-8).toString(), status }).toEqual({
    ...{ size: 3_000_009, end: " $b 'c'\n", status: 0 },
  });
});

it('of a log that was cut there is nothing', () => {
  const { log } = run('echo', 'a line');
  for (const cut of [log.slice(0, -8), log.slice(8), '']) expect(unpacked(cut)).toBeNull();
});
