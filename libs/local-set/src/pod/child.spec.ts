import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRoster } from '../roster';
import { Child } from './child';

describe('a disk that takes no file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'child-'));
  const nowhere = join(dir, 'missing');
  afterAll(() => rmSync(dir, { recursive: true }));

  it('costs a pod its log, not its life', async () => {
    const program = join(dir, 'main.mjs');
    writeFileSync(program, "console.log('to nobody'); process.exit(7);");
    const child = new Child({
      command: [process.execPath, program],
      env: {},
      logFile: join(nowhere, 'clock-0.log'),
    });
    expect(await child.exited).toMatchObject({ code: 7 });
  });

  it('ends no set for its roster', () => {
    expect(() => writeRoster(nowhere, { pid: 1, urls: {}, pods: {}, apps: {} })).not.toThrow();
  });
});
