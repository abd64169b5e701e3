import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAll } from '@visits/testing/pod';

const made: string[] = [];

/** A fresh directory that goes with the test. */
export function volume(): string {
  const dir = mkdtempSync(join(tmpdir(), 'visits-process-'));
  made.push(dir);
  return dir;
}

/** To be called once in each file: no process and no directory outlives its test. */
export function cleansUp(): void {
  afterEach(async () => {
    await killAll();
    for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
  });
}

/** One visit by a person; the count after it. */
export async function visit(url: string): Promise<{ status: number; n: number | null; code: string | null }> {
  const response = await fetch(`${url}/`, { headers: { accept: 'application/json', connection: 'close' } });
  const body = (await response.json()) as { receipt?: { n: number }; code?: string };
  return { status: response.status, n: body.receipt?.n ?? null, code: body.code ?? null };
}

/** The count that `url` tells, without counting. */
export async function visitsOf(url: string): Promise<number> {
  const response = await fetch(`${url}/visits`, {
    headers: { accept: 'application/json', connection: 'close' },
  });
  return ((await response.json()) as { visits: number }).visits;
}
