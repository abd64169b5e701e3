// Panels as a page: each a title, lines over time, and the names of the lines.
const colors = ['#8a3b12', '#2c6e8f', '#5b7f2b', '#7a5200', '#6b4a9e', '#9f1d1d', '#3f6f63', '#5f5e57'];
const WIDTH = 330;
const HEIGHT = 120;

const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const units = {
  s: (value) => (value < 1 ? `${round(value * 1000)} ms` : `${round(value)} s`),
  reqps: (value) => `${round(value)}/s`,
  percentunit: (value) => `${round(value * 100)} %`,
};
const round = (value) => Number(value.toPrecision(2)).toString();

/** `answers`: panels of the dashboard with their lines. `style`: the page's own stylesheet. */
export function pageOf(answers, style) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><style>${style}
    main { width: 1120px; padding: 1.5rem; display: grid; grid-template-columns: repeat(3, 1fr); gap: 1.5rem 2rem; }
    h2 { margin: 0 0 .3rem; } figure { margin: 0; } svg { display: block; overflow: visible; }
    svg text { font-size: 11px; fill: var(--soft); } .names { margin: .3rem 0 0; font-size: .8125rem; color: var(--soft); }
    .names span { white-space: nowrap; margin-right: .8rem; } .names i { display: inline-block; width: .8rem; height: 3px;
    vertical-align: middle; margin-right: .3rem; }</style><main>${answers.map(figureOf).join('')}</main></html>`;
}

function figureOf({ panel, series }) {
  const names = series.map(
    ({ name }, index) => `<span><i style="background:${colorOf(index)}"></i>${escaped(name)}</span>`,
  );
  return `<figure><h2>${escaped(panel.title)}</h2>${chartOf(series, panel.fieldConfig?.defaults?.unit)}
    <p class="names">${names.join(' ')}</p></figure>`;
}

const colorOf = (index) => colors[index % colors.length];

function chartOf(series, unit) {
  const points = series.flatMap((line) => line.points);
  const [from, to] = [Math.min(...points.map(([at]) => at)), Math.max(...points.map(([at]) => at))];
  const most = Math.max(...points.map(([, value]) => value)) || 1;
  const x = (at) => ((at - from) / (to - from || 1)) * WIDTH;
  const y = (value) => HEIGHT - (value / most) * HEIGHT;
  const show = units[unit] ?? round;
  const rules = [0, 0.5, 1].map(
    (
      share,
    ) => `<line x1="0" x2="${WIDTH}" y1="${y(share * most)}" y2="${y(share * most)}" stroke="var(--line)"/>
      <text x="0" y="${y(share * most) - 3}">${share === 0 ? '' : show(share * most)}</text>`,
  );
  const lines = series.map(
    (line, index) =>
      `<path d="${pathOf(line.points, x, y)}" fill="none" stroke="${colorOf(index)}" stroke-width="1.6"/>`,
  );
  const minutes = Math.round((to - from) / 60);
  return `<svg viewBox="0 -14 ${WIDTH} ${HEIGHT + 30}" width="${WIDTH}">${rules.join('')}${lines.join('')}
    <text x="0" y="${HEIGHT + 14}">${minutes} min ago</text>
    <text x="${WIDTH}" y="${HEIGHT + 14}" text-anchor="end">now</text></svg>`;
}

/** A gap where nothing was scraped. */
function pathOf(points, x, y) {
  let before = -Infinity;
  return points
    .map(([at, value]) => {
      const command = at - before > 11 ? 'M' : 'L';
      before = at;
      return `${command}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
}
