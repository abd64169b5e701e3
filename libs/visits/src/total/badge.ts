import { type Total } from '@visits/cluster';
import { figure } from '@visits/web';

/** Of one character of 11 px Verdana, on average; `textLength` makes the text as wide as its box. */
const CHARACTER_PX = 6.6;
const PADDING_PX = 6;
const HEIGHT_PX = 20;

/** The total as a small picture; null: not known yet. Attributes only, so that it is right under any policy. */
export function badge(label: string, total: Total | null): string {
  const value = total === null ? 'unknown' : `${total.exact ? '' : '≥ '}${figure(total.total)}`;
  const [left, right] = [label, value].map((text) => Math.round(text.length * CHARACTER_PX)) as [
    number,
    number,
  ];
  const [leftWidth, rightWidth] = [left + 2 * PADDING_PX, right + 2 * PADDING_PX];
  const width = leftWidth + rightWidth;
  const text = (x: number, length: number, words: string): string =>
    `<text x="${x}" y="14" textLength="${length}">${words}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT_PX}" role="img" aria-label="${label}: ${value}">
<title>${label}: ${value}</title>
<clipPath id="round"><rect width="${width}" height="${HEIGHT_PX}" rx="3"/></clipPath>
<g clip-path="url(#round)"><rect width="${leftWidth}" height="${HEIGHT_PX}" fill="#44423a"/><rect x="${leftWidth}" width="${rightWidth}" height="${HEIGHT_PX}" fill="#a0471a"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(PADDING_PX, left, label)}${text(leftWidth + PADDING_PX, right, value)}</g>
</svg>
`;
}
