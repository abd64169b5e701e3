import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@visits/testing/eventually';
import getPort from 'get-port';
import { type Breakage, type BrokenOutput, brokenOutput } from './broken-output';
import { bundleSample, SampleProcess } from './sample-process';

/** One flush that fails takes a second; the rest is for a machine with other work. */
const LEAVES_WITHIN_MS = 4000;
/** More than a pipe holds (64 KiB), in lines of some 350 bytes. */
const REQUESTS = 400;

beforeAll(bundleSample, 90_000);

describe.each<Breakage>(['full', 'closed', 'stopped'])('a service whose standard output is %s', (how) => {
  let output: BrokenOutput;
  let sample: SampleProcess | undefined;
  beforeEach(async () => {
    output = await brokenOutput(how);
  });
  afterEach(async () => {
    sample?.kill('SIGKILL');
    await sample?.exit;
    sample = undefined;
    output.release();
  });

  /** The service, answering, with more in its log than the output takes. */
  async function broken(env: Record<string, string> = {}) {
    const [PORT, ADMIN_PORT] = [String(await getPort()), String(await getPort())];
    sample = new SampleProcess({ PORT, ADMIN_PORT, ...env }, ['ignore', output.fd, 'pipe']);
    const url = `http://127.0.0.1:${PORT}`;
    const answers = () => fetch(url).catch(() => Promise.reject(new Error(sample?.err)));
    await eventually('an answer', 10_000, answers);
    await output.break();
    const item = `${url}/items/${'i'.repeat(150)}`;
    const items = await Promise.all(Array.from({ length: REQUESTS }, () => fetch(item)));
    expect(items.filter(({ status }) => status !== 200)).toEqual([]);
    return { sample, url, metrics: `http://127.0.0.1:${ADMIN_PORT}/metrics` };
  }

  const exitAfter = async (act: () => unknown, { exit }: SampleProcess) => {
    const began = performance.now();
    await act();
    const code = await exit;
    expect(performance.now() - began).toBeLessThan(LEAVES_WITHIN_MS);
    return code;
  };

  it('goes on answering, and leaves with 0 at SIGTERM', async () => {
    const { sample } = await broken();
    expect(await exitAfter(() => sample.kill('SIGTERM'), sample)).toBe(0);
    expect(sample.err).toBe('');
  });

  it('leaves at once at a second SIGTERM', async () => {
    const { sample, url } = await broken({ DRAIN_SECONDS: '60' });
    sample.kill('SIGTERM');
    while ((await fetch(url)).headers.get('connection') !== 'close');
    expect(await exitAfter(() => sample.kill('SIGTERM'), sample)).toBe(1);
  });

  it('leaves with 1 at an error that nobody caught', async () => {
    const { sample, url } = await broken();
    expect(await exitAfter(() => fetch(`${url}/items/crash`), sample)).toBe(1);
  });

  it('leaves with 1 where a setting is wrong, its standard error broken too', async () => {
    sample = new SampleProcess({ PORT: 'abc' }, ['ignore', output.fd, output.fd]);
    await output.break();
    expect(await exitAfter(() => undefined, sample)).toBe(1);
  });

  if (how !== 'closed') return;
  it('counts the lines that were dropped', async () => {
    const { metrics } = await broken();
    const dropped = async () => {
      const page = await (await fetch(metrics)).text();
      return Number(/^visits_log_lines_dropped_total (\d+)$/m.exec(page)?.[1]);
    };
    while ((await dropped()) < REQUESTS / 2) await pause(20);
  });
});
