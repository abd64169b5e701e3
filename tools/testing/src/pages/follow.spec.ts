import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import getPort from 'get-port';
import { follow } from './follow';
import { readPage } from './page';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'visits-follow-'));
  // Listens as the real one, and says who it is.
  const kubectl = `#!${process.execPath}
    require('node:fs').writeFileSync('forward', String(process.pid));
    require('node:net').createServer().listen(Number(process.argv[4].split(':')[0]), '127.0.0.1');`;
  writeFileSync(join(cwd, 'kubectl'), kubectl);
  chmodSync(join(cwd, 'kubectl'), 0o755);
});
afterEach(() => rmSync(cwd, { recursive: true }));

function followed(page: string, deadlineMs = 10_000): Promise<void> {
  const env = { ...process.env, PATH: `${cwd}${delimiter}${process.env.PATH}` };
  return follow([{ page: 'page.md', blocks: readPage(page).blocks }], { cwd, env, deadlineMs });
}

const sh = (...lines: string[]) => ['```sh', ...lines, '```', '', ''].join('\n');
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const forwarding = () => Number(readFileSync(join(cwd, 'forward'), 'utf8'));

describe('a page is followed', () => {
  it('block by block, in the given folder; what is marked is left out', async () => {
    const page =
      sh('echo a > made') + '<!-- not run: fails -->\n\n' + sh('false') + sh('cat made') + '```\na\n```\n';
    await followed(page);
    expect(readFileSync(join(cwd, 'made'), 'utf8')).toBe('a\n');
  });

  it.each([
    ['fails', sh('true') + sh('false', 'touch after'), /^page\.md:6: exit 1:/],
    ['fails within a pipe', sh('false | true', 'touch after'), /^page\.md:2: exit 1:/],
    ['uses what nobody set', sh('echo $nobody_set_this', 'touch after'), /unbound variable/],
    [
      'says another thing',
      sh('echo 2') + '```\n1\n```\n\n' + sh('touch after'),
      /^page\.md:2: the page shows\n {2}1\n/,
    ],
    [
      'says an error beside',
      sh('echo 1; echo oh >&2') + '```\n1\n```\n\n' + sh('touch after'),
      /nothing more/,
    ],
  ])('to the first block that %s', async (_, page, problem) => {
    await expect(followed(page)).rejects.toThrow(problem);
    expect(existsSync(join(cwd, 'after'))).toBe(false);
  });

  it('to a block that does not end, which is ended with all that it began', async () => {
    const page = sh('sleep 600 & echo $! > forward; wait');
    await expect(followed(page, 3000)).rejects.toThrow('page.md:2: not done after 3000 ms');
    expect(isAlive(forwarding())).toBe(false);
  });

  it.each([
    ['in a terminal of its own', ''],
    ['behind the others', ' &'],
  ])('with a forward %s: it is open for the next block, and ends with the page', async (_, end) => {
    const port = await getPort();
    await followed(sh(`kubectl port-forward pod/a ${port}:80${end}`) + sh(`: < /dev/tcp/127.0.0.1/${port}`));
    expect(isAlive(forwarding())).toBe(false);
  });

  it('not where a port is taken, for somebody else would answer', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    await expect(followed(sh(`kubectl port-forward pod/a ${port}:80`))).rejects.toThrow(
      `port ${port} is taken`,
    );
    await new Promise((resolve) => other.close(resolve));
  });
});
