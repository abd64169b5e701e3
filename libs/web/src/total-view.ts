/** The total over the replicas as the page needs it; `Total` of libs/cluster has this shape. */
export interface TotalView {
  readonly total: number;
  readonly exact: boolean;
  /** Why not exact, in words. */
  readonly reasons: readonly string[];
  readonly replicas: readonly ReplicaView[];
}

export interface ReplicaView {
  readonly replica: string;
  readonly ordinal: number | null;
  readonly pod: string;
  readonly visits: number;
  readonly source: 'self' | 'live' | 'final' | 'cached';
  readonly ageMs: number;
  /** Its process took over the volume so long ago. */
  readonly restartedMs?: number;
}

/** More rows than this help nobody: the rest is one line, and /total has them all. */
export const maxRows = 40;
/** Colours repeat after this many ordinals. */
export const hues = 8;

// live-script.ts says the same in the browser; the browser suite compares a page with and without it.

/** One replica as one row. */
export interface ReplicaRow {
  readonly replica: string;
  readonly name: string;
  readonly visits: string;
  /** Of the largest, in percent. */
  readonly share: number;
  readonly hue: string;
  readonly source: ReplicaView['source'];
  /** How it is known, whether it answered, and its volume where two have one pod's name. */
  readonly status: string;
}

export function rowsOf({ replicas }: TotalView, answeredBy: string | null): ReplicaRow[] {
  const largest = Math.max(1, ...replicas.map(({ visits }) => visits));
  const names = replicas.map(({ pod }) => pod);
  return replicas.map(({ replica, ordinal, pod, visits, source, ageMs, restartedMs }) => ({
    replica,
    name: pod,
    visits: figure(visits),
    share: Math.round((visits / largest) * 1000) / 10,
    hue: hueOf(ordinal),
    source,
    status: [
      sourceWords(source, ageMs),
      ...(restartedMs === undefined ? [] : [`restarted ${ageWords(restartedMs)}`]),
      ...(replica === answeredBy ? ['answered you'] : []),
      ...(names.indexOf(pod) === names.lastIndexOf(pod) ? [] : [`volume ${replica.slice(0, 8)}`]),
    ].join(', '),
  }));
}

/** The colour of a replica, by its ordinal. */
export function hueOf(ordinal: number | null): string {
  return ordinal === null ? 'none' : String(ordinal % hues);
}

/** `self` and `live` look the same to a reader: the replica said so itself, just now. */
function sourceWords(source: ReplicaView['source'], ageMs: number): string {
  if (source === 'final') return `stopped ${ageWords(ageMs)}`;
  return source === 'cached' ? `last heard ${ageWords(ageMs)}` : 'live';
}

/** Whole seconds for a minute, then in coarse steps. */
export function ageWords(ageMs: number): string {
  const seconds = Math.floor(ageMs / 1000);
  if (seconds < 1) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

export function whyWords({ exact, reasons }: TotalView): string {
  if (exact) return 'Every replica said so itself, or stopped cleanly at its count.';
  const more = reasons.length - 3;
  return [...reasons.slice(0, 3), ...(more > 0 ? [`And ${figure(more)} more: see /total.`] : [])].join(' ');
}

export function restWords({ replicas }: TotalView, unit: string): string {
  const rest = replicas.slice(maxRows);
  if (rest.length === 0) return '';
  const visits = rest.reduce((sum, replica) => sum + replica.visits, 0);
  return `And ${figure(rest.length)} more with ${counted(visits, unit)}: see /total.`;
}

const grouped = new Intl.NumberFormat('en');

/** `12,345` */
export function figure(value: number): string {
  return grouped.format(value);
}

/** `1 visit`, `12,345 visits` */
export function counted(value: number, unit: string): string {
  return `${figure(value)} ${value === 1 ? unit : `${unit}s`}`;
}
