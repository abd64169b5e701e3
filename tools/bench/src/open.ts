import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal, openVolume } from '@visits/persistence';

const KEEP_BYTES = 2 ** 40;
const BURST = 16_000;

/** How long a volume takes to open, small and large, beside one write and fdatasync on the same disk, in milliseconds. */
export interface OpenFigures {
  readonly lines: number;
  readonly bytes: number;
  readonly openMs: readonly number[];
  readonly syncMs: readonly number[];
}

export async function measureOpen(
  base: string,
  sizes: readonly number[],
  runs: number,
): Promise<OpenFigures[]> {
  mkdirSync(base, { recursive: true });
  const figures: OpenFigures[] = [];
  for (const lines of sizes) {
    const dir = mkdtempSync(join(base, 'open-'));
    try {
      await fill(dir, lines);
      const openMs: number[] = [];
      const syncMs: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        openMs.push(await timeOpen(dir, lines));
        syncMs.push(await timeSync(dir));
      }
      figures.push({ lines, bytes: statSync(join(dir, 'visits.log')).size, openMs, syncMs });
    } finally {
      rmSync(dir, { recursive: true });
    }
  }
  return figures;
}

function journalIn(dir: string): Journal {
  const holder = { pod: 'bench-0', boot: 'bench', claim: '' };
  return new Journal({ volume: openVolume(dir), holder, keepBytes: KEEP_BYTES });
}

function opened(journal: Journal): Promise<void> {
  return new Promise((resolve, reject) => {
    journal.onState((state) => (state === 'open' ? resolve() : reject(journal.status().reason)));
    journal.start();
  });
}

/** So many visits go into one commit. */
export async function fill(dir: string, lines: number, burst = BURST): Promise<void> {
  const journal = journalIn(dir);
  await opened(journal);
  for (let left = lines; left > 0; left -= burst) {
    const visits = Array.from({ length: Math.min(burst, left) }, () =>
      journal.append('16:45:04 Europe/Moscow'),
    );
    await Promise.all(visits);
  }
  await journal.close();
}

async function timeOpen(dir: string, lines: number): Promise<number> {
  const journal = journalIn(dir);
  const start = performance.now();
  await opened(journal);
  const took = performance.now() - start;
  if (journal.status().visits !== lines) throw new Error(`${journal.status().visits} instead of ${lines}`);
  await journal.close();
  return took;
}

/** A page written in place and synced: what a disk needs at least to promise anything. */
async function timeSync(dir: string): Promise<number> {
  const file = await open(join(dir, 'visits.bench'), 'w+');
  await file.write(Buffer.alloc(4096, 1), 0, 4096, 0);
  await file.sync();
  await file.write(Buffer.alloc(4096, 2), 0, 4096, 0);
  const start = performance.now();
  await file.datasync();
  const took = performance.now() - start;
  await file.close();
  return took;
}
