import { createHash } from 'node:crypto';
import type { Files, Report } from '@visits/proof';
import { html, raw } from 'hono/html';
import type { View } from '../render';
import { checks } from './checks';
import { plain } from './markup';
import { availability } from './pictures/availability';
import { latency } from './pictures/latency';
import { stored } from './pictures/stored';
import { limits, provenance } from './provenance';
import { stylesheet } from './stylesheet';
import { summary } from './summary';
import { verdict } from './verdict';

export const htmlView: View = { file: 'report.html', render: htmlOf };

/** Not inside of the page's tag: a formatter that adds one space there changes the hash. */
const css = compact(stylesheet);
const style = raw(`<style>${css}</style>`);
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** One file that asks nobody for anything: its style is inside, its pictures are drawn, its policy forbids the rest. */
export function htmlOf(report: Report, files: Files): string {
  const { run, replicas, timeline } = report;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${report.verdict}: visits verify, run ${plain(run.id, 40)}</title>
        ${style}
      </head>
      <body>
        <div class="sheet">
          <header class="top">
            <strong>Visits verify</strong><span>run ${plain(run.id, 40)}</span
            ><span>${plain(run.startedAt, 40)}</span>
          </header>
          <main>
            ${verdict(report, files)} ${summary(report)} ${provenance(report)} ${checks(report, files)}
            ${replicas.length + timeline.length === 0 ? '' : html`<h2>Pictures of the run</h2>`}
            ${replicas.length > 0 ? [availability(report), stored(report)] : ''}
            ${timeline.length > 0 ? latency(report) : ''} ${limits(report)}
          </main>
          <footer>
            Computed from report.json and the raw files beside it; SHA256SUMS has the sum of each. What a code
            means:
            <code>visits verify explain CODE</code>.
          </footer>
        </div>
      </body>
    </html> `;
  return `${compact(String(page))}\n`;
}

/** A template's indentation is half of a large page. No text of the page has a line feed: a quoted line is one line. */
function compact(text: string): string {
  return text.replace(/\n\s*/g, '\n');
}
