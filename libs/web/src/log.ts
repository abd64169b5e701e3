import { html } from 'hono/html';
import { type Markup } from './page';
import { hueOf } from './total-view';

export interface LogEntry {
  readonly n: number;
  readonly at: string;
  readonly text: string;
  /** Whose line it is, where the lines of several stand together. */
  readonly pod?: string;
  /** Where that pod's own log has it. */
  readonly href?: string;
  readonly ordinal?: number | null;
}

/** Lines of a log for people, each with one time. `found`: the number of the line that was asked for. */
export function log(entries: readonly LogEntry[], found?: number): Markup | string {
  if (entries.length === 0) return '';
  return html`<ol class="log">
    ${entries.map(
      (entry) =>
        html`<li
          id="${entry.pod === undefined ? '' : `${entry.pod}-`}n${entry.n}"
          class="${entry.n === found ? 'found' : ''}"
          data-hue="${hueOf(entry.ordinal ?? null)}"
        >
          <span class="n">${entry.n}</span>
          <span class="line">${lineOf(entry)}</span>
        </li>`,
    )}
  </ol>`;
}

function lineOf({ at, text, pod, href }: LogEntry): Markup {
  const who = pod === undefined ? '' : html`<a class="pod" href="${href}">${pod}</a> `;
  const local = localTime(at, text);
  if (local) return html`${who}<time class="text" datetime="${at}">${local}</time>`;
  return html`${who}<span class="text">${text}</span> <time class="soft" datetime="${at}">${utc(at)}</time>`;
}

/** A text that is nothing but the line's own time in a zone needs only its date: `2026-11-21 16:45:04 Europe/Moscow`. */
function localTime(at: string, text: string): string | null {
  const zone = /^\d\d:\d\d:\d\d ([A-Za-z][\w+/-]{1,40})$/.exec(text)?.[1];
  const date = zone && dateIn(zone, at);
  return date ? `${date} ${text}` : null;
}

const dates = new Map<string, Intl.DateTimeFormat | null>();
const MAX_ZONES = 8;

function dateIn(zone: string, at: string): string | null {
  if (!dates.has(zone)) {
    if (dates.size >= MAX_ZONES) dates.clear();
    dates.set(zone, dateFormat(zone));
  }
  return dates.get(zone)?.format(new Date(at)) ?? null;
}

/** Sweden writes dates as ISO 8601 does. */
function dateFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  } catch {
    return null;
  }
}

function utc(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}
