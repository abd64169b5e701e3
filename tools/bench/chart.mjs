import { CONTESTANTS } from './contestants.mjs';
import { median } from './figures.mjs';

const COLOURS = ['#777777', '#0b6e4f', '#c1121f', '#e07a1f', '#6a4c93', '#1d6fb8', '#a0a000', '#8d5524'];
const [WIDTH, HEIGHT, LEFT, TOP] = [380, 260, 60, 40];

/** Two pictures side by side: answers a second, and p99, over connections. Both axes are logarithmic. */
export function chart(title, cells) {
  const panels = [
    panel('answers a second', cells, (look) => look.rate, 0),
    panel('p99, ms', cells, (look) => look.p99 / 1000, WIDTH + LEFT + 20),
  ];
  const names = Object.keys(CONTESTANTS);
  const legend = names.map((name, i) => {
    const [x, y] = [LEFT + (i % 2) * 400, TOP + HEIGHT + 50 + Math.floor(i / 2) * 18];
    const mark = `<line x1="${x}" x2="${x + 24}" y1="${y - 4}" y2="${y - 4}" stroke="${COLOURS[i]}" stroke-width="3"/>`;
    return `${mark}<text x="${x + 30}" y="${y}">${CONTESTANTS[name].title}</text>`;
  });
  const height = TOP + HEIGHT + 60 + Math.ceil(names.length / 2) * 18;
  const size = `viewBox="0 0 ${2 * (WIDTH + LEFT) + 40} ${height}"`;
  const heading = `<text x="${LEFT}" y="16" font-weight="bold">${title}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${heading}
${panels.join('\n')}
${legend.join('\n')}
</svg>
`;
}

function panel(title, cells, valueOf, offset) {
  const points = cells.map(({ connections, name, looks }) => ({
    name,
    x: connections,
    y: median(looks.map(valueOf)),
  }));
  const [x, y] = [
    scale(
      points.map((one) => one.x),
      WIDTH,
    ),
    scale(
      points.map((one) => one.y),
      HEIGHT,
    ),
  ];
  const left = offset + LEFT;
  const at = (one) => `${(left + x(one.x)).toFixed(1)},${(TOP + HEIGHT - y(one.y)).toFixed(1)}`;
  const lines = Object.keys(CONTESTANTS).map((name, i) => {
    const its = points.filter((one) => one.name === name);
    return `<polyline fill="none" stroke="${COLOURS[i]}" stroke-width="2" points="${its.map(at).join(' ')}"/>`;
  });
  const columns = [...new Set(points.map((one) => one.x))].map(
    (value) => `<text x="${left + x(value)}" y="${TOP + HEIGHT + 16}" text-anchor="middle">${value}</text>`,
  );
  const rows = decades(points.map((one) => one.y)).map((value) => {
    const height = TOP + HEIGHT - y(value);
    const line = `<line x1="${left}" x2="${left + WIDTH}" y1="${height}" y2="${height}" stroke="#dddddd"/>`;
    return `${line}<text x="${left - 6}" y="${height + 4}" text-anchor="end">${value.toLocaleString('en-US')}</text>`;
  });
  const heading = `<text x="${left}" y="${TOP - 8}">${title}</text>`;
  return [...rows, heading, ...columns, ...lines].join('\n');
}

function decades(values) {
  const [from, to] = [Math.min(...values), Math.max(...values)].map(Math.log10);
  return Array.from({ length: Math.floor(to) - Math.ceil(from) + 1 }, (_, i) => 10 ** (Math.ceil(from) + i));
}

function scale(values, length) {
  const [from, to] = [Math.min(...values), Math.max(...values)].map(Math.log10);
  return (value) => (to === from ? length / 2 : ((Math.log10(value) - from) / (to - from)) * length);
}
