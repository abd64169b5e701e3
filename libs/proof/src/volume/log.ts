import { crc32 } from 'node:zlib';
import { copyOf } from '../copy-of';
import { unescapeText } from '../ledger/text';

/** One counted visit as a volume holds it. `file` and `line` say where, for whoever wants to look. */
export interface LogLine {
  readonly n: number;
  readonly at: string;
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

/** Lines that no valid commit covers, before a valid one. `bytes` tells whether they were there before. */
export interface Damage {
  readonly file: string;
  readonly line: number;
  readonly lines: number;
  readonly bytes: string;
}

export interface Log {
  readonly lines: readonly LogLine[];
  readonly damage: readonly Damage[];
  /** Where the bytes begin that no valid commit covers, at the end: a crash cut them short, nothing acknowledged them. */
  readonly tornFrom: number | undefined;
}

interface Raw {
  readonly start: number;
  readonly content: string;
  readonly line: number;
}

const LF = 0x0a;
const TRAILER = / #(\d{1,5}):([0-9a-f]{8})$/;
const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([1-9]\d{0,14}) (.*)$/;

/**
 * A commit is valid by its trailer, its LF and its checksum; whether its counts follow each other is a rule's business.
 * `headCut`: the copy begins somewhere inside of the file, so what stands before its first valid commit says nothing.
 */
export function parseLog(bytes: Uint8Array, file: string, headCut = false): Log {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lines: LogLine[] = [];
  const damage: Damage[] = [];
  let open: Raw[] = [];
  let line = 1;
  let start = 0;
  for (let end = buffer.indexOf(LF); end >= 0; end = buffer.indexOf(LF, start)) {
    const content = buffer.toString('utf8', start, end);
    open.push({ start, content, line });
    const commit = closeCommit(open, buffer, end);
    if (commit) {
      const before = open.slice(0, open.length - commit.length);
      if (before.length > 0 && !(headCut && lines.length === 0))
        damage.push(damaged(before, buffer, commit[0]!, file));
      for (const raw of commit) {
        const parsed = parseLine(raw, file);
        if (parsed) lines.push(parsed);
        else damage.push(damaged([raw], buffer, undefined, file));
      }
      open = [];
    }
    start = end + 1;
    line++;
  }
  const tornFrom = open[0]?.line ?? (start < buffer.length ? line : undefined);
  return { lines, damage, tornFrom };
}

/** The lines of the commit that ends with the last of `open`, or nothing. */
function closeCommit(open: readonly Raw[], buffer: Buffer, end: number): Raw[] | undefined {
  const last = open.at(-1)!;
  const trailer = TRAILER.exec(last.content);
  if (!trailer) return undefined;
  const commit = open.slice(-Number(trailer[1]));
  if (commit.length !== Number(trailer[1])) return undefined;
  const covered = buffer.subarray(commit[0]!.start, end - 8);
  return crc32(covered) === Number.parseInt(trailer[2]!, 16) ? commit : undefined;
}

function parseLine({ content, line }: Raw, file: string): LogLine | undefined {
  const trailer = TRAILER.exec(content);
  const m = LINE.exec(trailer ? content.slice(0, trailer.index) : content);
  return m
    ? { n: Number(m[2]), at: copyOf(m[1]!), text: copyOf(unescapeText(m[3]!)), file, line }
    : undefined;
}

function damaged(raws: readonly Raw[], buffer: Buffer, next: Raw | undefined, file: string): Damage {
  const first = raws[0]!;
  const bytes = next
    ? buffer.toString('latin1', first.start, next.start)
    : raws.map(({ content }) => content).join('\n');
  return { file, line: first.line, lines: raws.length, bytes };
}
