import { LOG, PREVIOUS_LOG } from '../layout';
import { visitsOf } from '../commit';
import { readVolume } from '../reader';
import type { Visit } from '../record';
import { scan } from '../scan';
import { closing, openIfThere } from '../transfer';
import type { Volume } from '../volume';

/** What callers were told: the oracle of a test. Texts are unique. */
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
      for await (const section of scan(file, 0, (await file.stat()).size)) {
        if (section.kind === 'unknown') {
          if (!ledger.meddled) problems.push(`${name}: ${section.length} unknown bytes at ${section.offset}`);
          continue;
        }
        for (const visit of visitsOf(section.bytes, 0, section.bytes.length) ?? []) {
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
  if (last !== null && visits !== last) problems.push(`the reader says ${visits}, the log ends at ${last}`);
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
