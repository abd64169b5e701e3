export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const rounded = (value) => (value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(2));

/** `median [least–most]`. */
export function spread(values, show = rounded) {
  return `${show(median(values))} [${show(Math.min(...values))}–${show(Math.max(...values))}]`;
}

export const table = (head, body) =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
