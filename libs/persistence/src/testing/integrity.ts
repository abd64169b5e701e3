import { LOG, MAX_COUNT, PREVIOUS_LOG } from '../format/layout';
import { visitsOf } from '../format/commit';
import { scanLog } from '../reading/log-scan';
import { readVolume } from '../reading/reader';
import type { Visit } from '../format/record';
import { closing, openIfThere } from '../volume/transfer';
import type { Volume } from '../volume/volume';

/** What callers were answered: the oracle of a test. Texts are unique. */
export interface Ledger {
  readonly acknowledged: readonly Visit[];
  /** Refused with any code but outcome-unknown. */
  readonly refused?: readonly string[];
  /** Without an answer, or with outcome-unknown. */
  readonly unknown?: readonly string[];
  /** Rotation may have dropped the oldest lines. */
  readonly rotated?: boolean;
  /** Somebody else wrote to the volume, or its disk lied: bytes that are no commit, and gaps, are no fault of ours. */
  readonly meddled?: boolean;
}

/** Everything that is wrong with a volume that nobody writes; empty when it is sound. */
export async function findProblems(volume: Volume, ledger: Ledger): Promise<string[]> {
  const problems: string[] = [];
  const found = new Map<number, Visit>();
  let last: number | null = null;
  for (const name of [PREVIOUS_LOG, LOG]) {
    const file = await openIfThere(volume, name);
    if (!file) continue;
    await closing(file, async () => {
      for await (const section of scanLog(file, 0, (await file.stat()).size)) {
        if (section.kind === 'unknown') {
          if (!ledger.meddled)
            problems.push(`${name}: ${section.end - section.start} unknown bytes at ${section.start}`);
          continue;
        }
        for (const visit of visitsOf(section.bytes)) {
          if (last !== null && visit.n !== last + 1 && !ledger.meddled)
            problems.push(`${name}: ${visit.n} follows ${last}`);
          last = visit.n;
          found.set(visit.n, visit);
        }
      }
    });
  }
  const [oldest] = found.keys();
  const { visits } = await readVolume(volume);
  // Lines that somebody took away are behind the count for good where no visit can follow them.
  const isOver = ledger.meddled === true && visits === MAX_COUNT;
  if (last !== null && visits !== last && !isOver)
    problems.push(`the reader says ${visits}, the log ends at ${last}`);
  for (const { n, at, text } of ledger.acknowledged) {
    const kept = found.get(n);
    if (ledger.rotated && n < (oldest ?? Infinity)) continue;
    if (kept?.text !== text || kept.at !== at) {
      problems.push(`acknowledged ${n} "${text}", the log has "${kept?.text}"`);
    }
  }
  const allowed = new Set([...ledger.acknowledged.map(({ text }) => text), ...(ledger.unknown ?? [])]);
  const refused = new Set(ledger.refused);
  const seen = new Set<string>();
  for (const { n, text } of found.values()) {
    if (refused.has(text)) problems.push(`refused "${text}" is counted as ${n}`);
    else if (!allowed.has(text)) problems.push(`nobody asked for "${text}", counted as ${n}`);
    if (seen.has(text)) problems.push(`"${text}" is counted twice`);
    seen.add(text);
  }
  return problems;
}
