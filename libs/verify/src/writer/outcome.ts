import type { IncomingHttpHeaders } from 'node:http';
import type { App, Outcome, Receipt } from '@visits/proof';
import type { Exchange } from './exchange';

/** A balancer on this machine answers with these itself, before it sends anything on. */
export const LOCAL_BALANCER_CODES: ReadonlySet<string> = new Set(['no-ready-pod', 'pod-gone']);

/** The class of a visit by what was seen of it: LEDGER.md, "Outcomes". */
export function outcomeOf(
  visit: { seq: number; ms: number; app: App },
  seen: Exchange,
  notSentOn: ReadonlySet<string> = new Set(),
): Outcome {
  const { seq, ms, app } = visit;
  const { status, headers = {} } = seen;
  const base = { seq, ms, status };
  if (!seen.connected) return { ...base, kind: 'refused', code: word(seen.error) };
  if (status === undefined) return { ...base, kind: 'unknown', code: word(seen.error) };
  const body = objectIn(seen.body);
  if (status >= 200 && status < 300) {
    const receipt = receiptOf(headers, body);
    if (!receipt) return { ...base, kind: 'unknown' };
    return { ...base, kind: 'acked', status, ...receipt, text: textOf(app, body) };
  }
  const code = word(body.code);
  const ours = headers['x-pod'] !== undefined;
  const refuses = ours && (status === 503 || (status >= 400 && status < 500)) && code !== undefined;
  const refused = (refuses && code !== 'outcome-unknown') || (!ours && notSentOn.has(code ?? ''));
  return { ...base, kind: refused ? 'refused' : 'unknown', code: code ?? word(seen.error) };
}

/** From the headers: the head may have come without its body. */
function receiptOf(headers: IncomingHttpHeaders, body: Answer): Omit<Receipt, 'text'> | null {
  const [, replica, number] =
    /^([\x21-\x2e\x30-\x7e]+)\/([1-9]\d{0,14})$/.exec(one(headers['x-visit'])) ?? [];
  const at = word(one(headers['x-visit-at']) || body.receipt?.at);
  const boot = word(one(headers['x-boot']) || body.receipt?.boot);
  if (!replica || !number || !at || !boot) return null;
  return { replica, n: Number(number), at, boot };
}

interface Answer {
  readonly code?: unknown;
  readonly text?: unknown;
  readonly time?: unknown;
  readonly zone?: unknown;
  readonly receipt?: { readonly at?: unknown; readonly boot?: unknown };
}

/** The line's text as the answer showed it. */
function textOf(app: App, { text, time, zone }: Answer): string | undefined {
  if (app === 'calculator') return typeof text === 'string' ? text : undefined;
  return typeof time === 'string' && typeof zone === 'string' ? `${time} ${zone}` : undefined;
}

function objectIn(body: string): Answer {
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}

const one = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

/** What a ledger's field can hold. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\x21-\x7e]{1,200}$/.test(value) ? value : undefined;
}
