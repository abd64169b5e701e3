import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAll, Pod } from '@visits/testing/pod';
import { Linter } from '../linters/linter';

const schemathesis = Linter.python('schemathesis', '4.32.5', 'schemathesis');
const configFile = join(import.meta.dirname, 'schemathesis.toml');
const stream = '/total/stream';

describe.each(['clock', 'calculator'] as const)('the contract of the %s', (program) => {
  const dir = mkdtempSync(join(tmpdir(), 'visits-openapi-'));
  const contract = join(dir, 'openapi.json');
  let pod: Pod;
  beforeAll(async () => {
    // Its drain lasts longer than any test.
    pod = await Pod.of({ program, dataDir: join(dir, 'data'), env: { DRAIN_SECONDS: '300' } });
    await pod.ready();
    writeFileSync(contract, await (await pod.get('/openapi.json')).text());
  });
  afterAll(async () => {
    await killAll();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Asks what the contract allows and what it forbids; each answer must be one that it names. */
  function report(...filter: string[]): string {
    const options = ['--url', pod.url, '--no-color', '--warnings', 'off'];
    // What it remembers of a run would change the next one, so it runs in a folder of its own.
    return schemathesis.runIn(dir, '--config-file', configFile, 'run', ...options, ...filter, contract)
      .output;
  }

  const tested = (text: string): number => Number(/Tested: (\d+)/.exec(text)?.[1]);

  schemathesis.it('is what it does, on every route', () => {
    const text = report('--exclude-path', stream);
    expect(text).toContain('No issues found');
    const { paths } = JSON.parse(readFileSync(contract, 'utf8')) as { paths: Record<string, object> };
    const operations = Object.values(paths).flatMap((path) => Object.keys(path));
    expect(tested(text)).toBe(operations.length - 1);
    console.log(/^\s*(\d+ generated.*)$/m.exec(text)?.[1]);
  });

  // A stream has no end of its own; a pod that drains ends each at once.
  schemathesis.it('is what it does, on the stream', async () => {
    pod.signal('SIGTERM');
    await pod.answers('/readyz', 503);
    const text = report('--include-path', stream);
    expect(text).toContain('No issues found');
    expect(tested(text)).toBe(1);
  });
});
