const scratch = Buffer.allocUnsafe(4_096);
/** UTF-8 takes at most so many bytes for one unit of a string. */
const MOST_BYTES = 3;
/** Below it the engine copies by itself. */
const SHORTEST_SLICE = 13;

/** A part of a string keeps the whole of it in memory; a copy keeps itself alone. */
export function copyOf(part: string): string {
  if (part.length < SHORTEST_SLICE || part.length * MOST_BYTES > scratch.length) return part;
  return scratch.toString('utf8', 0, scratch.write(part));
}
