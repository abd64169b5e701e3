import { type ClaimFiles } from '../bundle/bundle';
import { type App } from '../ledger/entry';
import { type LogLine } from '../volume/log';
import { provedCount, type Volume } from '../volume/volume';
import { align, type Alignment } from './alignment';

/** FORMAT.md's bound of one commit: no rotation happens with less. */
const MAX_COMMIT_BYTES = 65_536;

/** One claim's volume over the run: what it held before, what it holds now, and what came in between. */
export class Claim {
  app: App | undefined;
  /** Every replica id that this volume had, by whatever says so. */
  readonly ids = new Set<string>();
  readonly before: Volume | undefined;
  readonly after: Volume | undefined;
  readonly restored: Volume | undefined;
  /** Files of `after` whose copy is not what was read there. */
  readonly truncated: readonly string[];
  /** Of both moments; a `before` that was cut is no baseline. */
  readonly cutCopies: readonly string[];
  /** The count when the run began; not known without `before` on a volume that is older than the run. */
  readonly baseline: number | undefined;
  /** L: above the baseline, or all lines where it is not known. */
  readonly lines: readonly LogLine[];
  readonly lost: Alignment['lost'];
  /** Only where the counts do not simply go on: else a line's place follows from its count. */
  readonly #byCount: ReadonlyMap<number, readonly LogLine[]> | undefined;
  readonly #mayHaveDropped: boolean;

  constructor(
    readonly name: string,
    { volumes, truncated }: ClaimFiles,
    startedAt: number,
    keepBytes: number | undefined,
  ) {
    const { after, restored } = volumes;
    const before = truncated.some((file) => file.includes('/before/')) ? undefined : volumes.before;
    this.before = before;
    this.after = after;
    this.restored = restored;
    this.cutCopies = truncated;
    this.truncated = truncated.filter((file) => file.includes('/after/'));
    for (const volume of [before, after]) {
      if (volume?.replica) this.ids.add(volume.replica.replica);
      if (volume?.peers?.self) this.ids.add(volume.peers.self);
    }
    this.#mayHaveDropped = after !== undefined && hasDropped(after, keepBytes);
    const alignment = before && after && align(before, after, this.#mayHaveDropped);
    const createdAt = Date.parse(after?.replica?.createdAt ?? '');
    if (before) this.baseline = provedCount(before);
    else if (after?.replica && createdAt >= startedAt) this.baseline = after.replica.base;
    else this.baseline = undefined;
    const kept = after?.lines ?? [];
    this.lost = alignment?.lost;
    this.lines = alignment?.lines ?? kept.filter(({ n }) => n > (this.baseline ?? 0));
    this.#byCount = kept.every(({ n }, i) => n === kept[0]!.n + i) ? undefined : index(kept);
  }

  linesOf(n: number): readonly LogLine[] {
    if (this.#byCount) return this.#byCount.get(n) ?? [];
    const kept = this.after?.lines ?? [];
    const line = kept[n - (kept[0]?.n ?? 0)];
    return line ? [line] : [];
  }

  /** Rotation may have dropped this count: it lies below the oldest kept line of a volume that has rotated. */
  covers(n: number): boolean {
    return this.#mayHaveDropped && n < (this.after?.lines[0]?.n ?? 0);
  }
}

/** A rotation keeps half of what both logs may hold; a copy of a log's end is not the log either. */
function hasDropped({ rotated, logBytes, headCut }: Volume, keepBytes: number | undefined): boolean {
  const rotation = keepBytes === undefined ? MAX_COMMIT_BYTES : keepBytes / 2 - MAX_COMMIT_BYTES;
  return headCut || (rotated && logBytes >= rotation);
}

function index(lines: readonly LogLine[]): Map<number, LogLine[]> {
  const byCount = new Map<number, LogLine[]>();
  for (const line of lines) {
    const same = byCount.get(line.n);
    if (same) same.push(line);
    else byCount.set(line.n, [line]);
  }
  return byCount;
}

/** A line's file is volumes/<claim>/<moment>/<name>. */
export function claimOfLine({ file }: LogLine): string {
  return file.slice(8, file.indexOf('/', 8));
}
