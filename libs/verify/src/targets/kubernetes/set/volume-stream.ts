import { createHash } from 'node:crypto';

/** What a pod sends of its volume: each file's name, size, sum and bytes, and at the end what visits.log.1 is then. */
export const VOLUME_SCRIPT = `
cd "$1" || exit 1
for f in *; do
  [ -f "$f" ] || continue
  case "$f" in LOCK | visits.probe | visits-verify.*) continue ;; esac
  s=$(wc -c < "$f") || continue
  skip=0
  [ "$s" -gt "$2" ] && skip=$((s - $2))
  h=$(head -c "$s" "$f" | sha256sum) || exit 1
  echo "$s $skip \${h%% *} $f"
  head -c "$s" "$f" | tail -c $((s - skip))
done
if [ -f visits.log.1 ]; then h=$(sha256sum < visits.log.1); echo "end \${h%% *}"; else echo 'end -'; fi
`;

export interface StreamedFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /** The first byte that was sent. */
  readonly from: number;
  readonly bytes: Buffer;
}

/** Null where it was cut, changed on its way, or visits.log.1 is another at the end than when it was read. */
export function parseVolumeStream(stream: Buffer): StreamedFile[] | null {
  const files: StreamedFile[] = [];
  for (let at = 0; ;) {
    const end = stream.indexOf(0x0a, at);
    if (end < 0) return null;
    const head = stream.subarray(at, end).toString('utf8');
    const last = /^end (\S+)$/.exec(head);
    if (last) return isSame(files, last[1]!) ? files : null;
    const [, size, from, sha256, name] = /^(\d+) (\d+) ([0-9a-f]{64}) (.+)$/.exec(head) ?? [];
    if (!size || !from || !sha256 || !name) return null;
    const length = Number(size) - Number(from);
    const bytes = stream.subarray(end + 1, end + 1 + length);
    if (bytes.length !== length) return null;
    if (from === '0' && sumOf(bytes) !== sha256) return null;
    files.push({ name, size: Number(size), sha256, from: Number(from), bytes });
    at = end + 1 + length;
  }
}

function isSame(files: readonly StreamedFile[], atEnd: string): boolean {
  const read = files.find(({ name }) => name === 'visits.log.1')?.sha256 ?? '-';
  return read === atEnd;
}

const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
