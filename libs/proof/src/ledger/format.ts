import { type Entry, type Header } from './entry';
import { escapeText } from './text';

export const LEDGER_VERSION = 1;

export function formatHeader({ run, seed, startedAt }: Header): string {
  return `visits-ledger ${LEDGER_VERSION} ${word(run)} ${word(seed)} ${word(startedAt)}`;
}

/** One line, without its LF. */
export function formatEntry(entry: Entry): string {
  switch (entry.kind) {
    case 'intent': {
      const { seq, client, target, app, ms, text } = entry;
      return `i ${count(seq)} ${word(client)} ${word(target)} ${app} ${time(ms)} ${escapeText(text)}`;
    }
    case 'acked': {
      const { seq, ms, status, replica, n, at, boot, text } = entry;
      const receipt = `${word(replica)}/${count(n)} ${word(at)} ${word(boot)}`;
      return `o ${count(seq)} acked ${time(ms)} ${status} ${receipt} ${escapeText(text)}`;
    }
    case 'refused':
    case 'unknown': {
      const { kind, seq, ms, status, code } = entry;
      return `o ${count(seq)} ${kind} ${time(ms)} ${status ?? '-'} ${word(code ?? '-')}`;
    }
    case 'probe':
      return `p ${time(entry.ms)} ${time(entry.lateMs)} ${time(entry.latencyMs)} ${entry.status ?? '-'}`;
    case 'mark':
      return `m ${time(entry.ms)} ${word(entry.scenario)} ${word(entry.word)} ${escapeText(entry.detail)}`;
  }
}

function time(ms: number): string {
  if (!(ms >= 0)) throw new TypeError(`A ledger's time is never negative: ${ms}`);
  return ms.toFixed(3);
}

function count(value: number): string {
  if (!Number.isSafeInteger(value) || value < 1) throw new TypeError(`Not a positive integer: ${value}`);
  return String(value);
}

/** A field that a space or a line end could break is a bug of the caller, or an answer that must be `unknown`. */
function word(value: string): string {
  if (!/^[\x21-\x7e]+$/.test(value)) throw new TypeError(`Not one word: ${JSON.stringify(value)}`);
  return value;
}
