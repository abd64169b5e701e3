import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

const HOUR_MS = 3_600_000;

/** A pod's volume with an hour behind it, as FORMAT.md has it: a picture of the last hour cannot wait for one. */
export function writePast(dataDir, pod, visits, textAt) {
  const endMs = Date.now() - 60_000;
  const times = Array.from({ length: visits }, (_, n) => new Date(endMs - HOUR_MS * (1 - wave(n / visits))));
  const lines = times.map((at, i) => lineOf(`${at.toISOString()} ${i + 1} ${textAt(at, i)}`));
  const replica = {
    format: 1,
    replica: randomUUID(),
    base: 0,
    createdAt: times[0],
    pod,
    claim: `visits-${pod}`,
  };
  const dir = join(dataDir, pod);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'visits.log'), lines.join(''));
  writeFileSync(join(dir, 'visits.txt'), `${visits}\n`);
  writeFileSync(join(dir, 'replica.json'), JSON.stringify(replica));
}

/** From 0 to 1 and always forward, but not evenly. */
const wave = (share) => share + 0.05 * Math.sin(4 * Math.PI * share) + 0.005 * Math.sin(14 * Math.PI * share);

/** One commit of one line. */
function lineOf(text) {
  const bytes = `${text} #1:`;
  return `${bytes}${crc32(bytes).toString(16).padStart(8, '0')}\n`;
}
