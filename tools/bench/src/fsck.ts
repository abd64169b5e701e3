import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { checkVolume, openVolume } from '@visits/persistence';
import { fill } from './open';

/** How long the full check of a volume takes, by visits a commit, in milliseconds. */
export interface FsckFigures {
  readonly visitsPerCommit: number;
  readonly bytes: number;
  readonly commits: number;
  readonly tookMs: readonly number[];
  /** Of this process, for one check. */
  readonly cpuMs: readonly number[];
  /** A checksum for each commit's share of the bytes, in memory: the least that a check must do. */
  readonly crcMs: readonly number[];
}

export async function measureFsck(base: string, visits: number, runs: number): Promise<FsckFigures[]> {
  mkdirSync(base, { recursive: true });
  const figures: FsckFigures[] = [];
  for (const [visitsPerCommit, share] of [
    [64, 1],
    [1, 10],
  ] as const) {
    const dir = mkdtempSync(join(base, 'fsck-'));
    try {
      await fill(dir, Math.round(visits / share), visitsPerCommit);
      const volume = openVolume(dir);
      const tookMs: number[] = [];
      const cpuMs: number[] = [];
      const crcMs: number[] = [];
      const bytes = readFileSync(join(dir, 'visits.log'));
      let commits = 0;
      for (let run = 0; run < runs; run += 1) {
        const [from, cpu] = [performance.now(), process.cpuUsage()];
        const check = await checkVolume(volume);
        tookMs.push(performance.now() - from);
        const { user, system } = process.cpuUsage(cpu);
        cpuMs.push((user + system) / 1000);
        commits = check.commits;
        const size = Math.ceil(bytes.length / commits);
        const crcFrom = performance.now();
        for (let at = 0; at < bytes.length; at += size) crc32(bytes.subarray(at, at + size));
        crcMs.push(performance.now() - crcFrom);
        if (check.damage.length > 0) throw new Error(JSON.stringify(check.damage));
      }
      figures.push({ visitsPerCommit, bytes: bytes.length, commits, tookMs, cpuMs, crcMs });
    } finally {
      rmSync(dir, { recursive: true });
    }
  }
  return figures;
}
