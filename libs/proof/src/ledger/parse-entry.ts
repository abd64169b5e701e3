import { APPS, type App, type Entry, type Header } from './entry';
import { unescapeText } from './text';

const HEADER = /^visits-ledger (\d+) (\S+) (\S+) (\S+)$/;
const INTENT = /^i ([1-9]\d{0,14}) (\S+) (\S+) (\S+) (\d+\.\d{3}) (.+)$/s;
const ACKED = /^o ([1-9]\d{0,14}) acked (\d+\.\d{3}) (2\d\d) ([^\s/]+)\/([1-9]\d{0,14}) (\S+) (\S+) (.+)$/s;
const UNANSWERED = /^o ([1-9]\d{0,14}) (refused|unknown) (\d+\.\d{3}) (\d{3}|-) (\S+)$/;
const PROBE = /^p (\d+\.\d{3}) (\d+\.\d{3}) (\d+\.\d{3}) (\d{3}|-)$/;
const MARK = /^m (\d+\.\d{3}) (\S+) (\S+) (.+)$/s;

/** The header's version is read before anything else, so that a newer ledger is refused by name. */
export function parseHeader(line: string): (Header & { version: number }) | undefined {
  const [, version, run, seed, startedAt] = HEADER.exec(line) ?? [];
  if (!version || !run || !seed || !startedAt || Number.isNaN(Date.parse(startedAt))) return undefined;
  return { version: Number(version), run, seed, startedAt };
}

/** `undefined` where the line is none of version 1. */
export function parseEntry(line: string): Entry | undefined {
  switch (line[0]) {
    case 'i':
      return parseIntent(line);
    case 'o':
      return parseAcked(line) ?? parseUnanswered(line);
    case 'p':
      return parseProbe(line);
    case 'm':
      return parseMark(line);
    default:
      return undefined;
  }
}

function parseIntent(line: string): Entry | undefined {
  const m = INTENT.exec(line);
  if (!m || !isApp(m[4]!)) return undefined;
  return {
    kind: 'intent',
    seq: Number(m[1]),
    client: m[2]!,
    target: m[3]!,
    app: m[4],
    ms: Number(m[5]),
    text: textOf(m[6]!),
  };
}

function parseAcked(line: string): Entry | undefined {
  const m = ACKED.exec(line);
  if (!m) return undefined;
  return {
    kind: 'acked',
    seq: Number(m[1]),
    ms: Number(m[2]),
    status: Number(m[3]),
    replica: m[4]!,
    n: Number(m[5]),
    at: m[6]!,
    boot: m[7]!,
    text: textOf(m[8]!),
  };
}

function parseUnanswered(line: string): Entry | undefined {
  const m = UNANSWERED.exec(line);
  if (!m) return undefined;
  const [, seq, kind, ms, status, code] = m;
  return {
    kind: kind as 'refused' | 'unknown',
    seq: Number(seq),
    ms: Number(ms),
    status: statusOf(status!),
    code: code === '-' ? undefined : code,
  };
}

function parseProbe(line: string): Entry | undefined {
  const m = PROBE.exec(line);
  if (!m) return undefined;
  const [, ms, late, latency, status] = m;
  return {
    kind: 'probe',
    ms: Number(ms),
    lateMs: Number(late),
    latencyMs: Number(latency),
    status: statusOf(status!),
  };
}

function parseMark(line: string): Entry | undefined {
  const m = MARK.exec(line);
  if (!m) return undefined;
  const [, ms, scenario, word, detail] = m;
  return {
    kind: 'mark',
    ms: Number(ms),
    scenario: scenario!,
    word: word!,
    detail: textOf(detail!),
  };
}

function textOf(field: string): string | undefined {
  return field === '-' ? undefined : unescapeText(field);
}

function statusOf(field: string): number | undefined {
  return field === '-' ? undefined : Number(field);
}

function isApp(name: string): name is App {
  return (APPS as readonly string[]).includes(name);
}
