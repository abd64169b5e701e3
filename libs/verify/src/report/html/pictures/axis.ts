import { html } from 'hono/html';
import type { Markup } from '../markup';
import { type Scale, ticks } from '../scale';

/** Seconds of the run along the bottom, with a faint line up to `top`. */
export function secondsAxis(x: Scale, top: number, bottom: number, unit = 1000, name = ' s'): Markup[] {
  return ticks(x).map(
    (value) =>
      html`<line class="grid" x1="${x(value)}" x2="${x(value)}" y1="${top}" y2="${bottom}" /><text
          class="axis middle"
          x="${x(value)}"
          y="${bottom + 15}"
          >${Number((value / unit).toPrecision(6))}${name}</text
        >`,
  );
}
