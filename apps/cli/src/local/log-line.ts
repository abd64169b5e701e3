/** One line of a log, with what it is ordered by. */
export interface LogLine {
  /** Milliseconds since 1970; where the line has no time, that of the line before it. */
  readonly at: number;
  readonly text: string;
}

const known = new Set(['level', 'time', 'service', 'pod', 'boot', 'msg']);

/** `18:00:57.402 clock-1 info  GET / 200 3 ms` of a JSON record; any other line as it is, behind the pod's name. */
export function logLine(line: string, pod: string, before: number): LogLine {
  const record = recordOf(line);
  const at = Date.parse(String(record?.time));
  if (!record || Number.isNaN(at)) return { at: before, text: `${' '.repeat(12)} ${pod} ${printable(line)}` };
  const level = String(record.level ?? '').padEnd(5);
  return { at, text: printable(`${timeOf(at)} ${pod} ${level} ${sentenceOf(record)}`) };
}

function sentenceOf(record: Record<string, unknown>): string {
  const { msg, method, path, status, code, duration_ms: ms, ...rest } = record;
  if (msg !== 'request')
    return [msg, ...pairsOf({ method, path, status, code, duration_ms: ms, ...rest })].join(' ');
  const duration = typeof ms === 'number' ? `${Math.round(ms * 10) / 10} ms` : undefined;
  return [method, path, status, code, duration, ...pairsOf(rest)]
    .filter((part) => part !== undefined)
    .join(' ');
}

function pairsOf(fields: Record<string, unknown>): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || known.has(name)
      ? []
      : [`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`],
  );
}

function recordOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

/** Local time: it stands beside the clock on the wall of whoever reads it. */
function timeOf(at: number): string {
  const time = new Date(at);
  return `${time.toTimeString().slice(0, 8)}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

/** What requests bring must not steer the terminal. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, '?');
