import type { Files } from '@visits/proof';
import { plain } from './markup';

const LINE_LIMIT = 400;
const LF = 10;

/** What stands at a `file#line` of the bundle, so that a reader need not open the file. */
export function quote(files: Files, place: string): string | null {
  const [, name, number] = /^(.+)#(\d+)$/.exec(place) ?? [];
  const bytes = name === undefined ? undefined : files.get(name);
  if (!bytes) return null;
  let from = 0;
  for (let line = 1; line < Number(number); line++) {
    const end = bytes.indexOf(LF, from);
    if (end < 0) return null;
    from = end + 1;
  }
  const end = bytes.indexOf(LF, from);
  const line = bytes.subarray(from, end < 0 ? bytes.length : end);
  return line.length === 0 ? null : plain(Buffer.from(line).toString('utf8'), LINE_LIMIT);
}
