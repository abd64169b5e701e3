import { totalStylesheet } from './total-stylesheet';

/** The one stylesheet, served as /style.css: `style-src 'self'` is then the whole policy. */
export const stylesheet = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1b1b18; --soft: #5f5e57; --line: #dddbd2; --accent: #8a3b12; --field: #fff; --alarm: #9f1d1d; --alarm-paper: #fbecea; --caution: #7a5200; --caution-paper: #faf1dc; --found: #f7ead2; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #161613; --ink: #ecebe4; --soft: #a5a398; --line: #34332d; --accent: #f0a070; --field: #1f1f1b; --alarm: #ff9d92; --alarm-paper: #331a17; --caution: #e6bd6a; --caution-paper: #2c2416; --found: #3a2d14; }
}
*, *::before, *::after { box-sizing: border-box; }
html { font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); }
.sheet { max-width: 41rem; min-height: 100vh; min-height: 100svh; margin: 0 auto; padding: 1.25rem; display: flex; flex-direction: column; }
header.top { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; padding-bottom: .75rem; border-bottom: 1px solid var(--line); }
header.top .name { font-weight: 650; margin-right: auto; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; font-size: .9375rem; }
main { flex: 1; padding: 2rem 0 2.5rem; }
footer { padding-top: .75rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem; }
h1 { margin: 0; font-size: 1.125rem; font-weight: 500; color: var(--soft); }
h2 { margin: 2.5rem 0 .6rem; font-size: 1.0625rem; font-weight: 650; }
p { margin: .6rem 0; max-width: 36rem; text-wrap: pretty; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a:focus-visible, input:focus-visible, button:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.soft { color: var(--soft); }
.pair { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.figure { margin: .1rem 0 .2rem -.05em; font-size: clamp(3.4rem, 19vw, 6.5rem); font-weight: 300; line-height: 1.05; letter-spacing: -.03em; font-variant-numeric: tabular-nums lining-nums; }
.figure.long { font-size: clamp(2.75rem, 9vw, 3.75rem); letter-spacing: -.02em; overflow-wrap: anywhere; max-width: none; }
.answer { margin: .1rem 0 .2rem; font-size: clamp(1.4rem, 5vw, 1.65rem); font-weight: 400; line-height: 1.2; letter-spacing: -.015em; font-variant-numeric: tabular-nums lining-nums; overflow-wrap: anywhere; max-width: none; }
.count { margin: 1.75rem 0 0; font-size: 1.25rem; }
.count strong { font-weight: 650; font-variant-numeric: tabular-nums; }
dl { margin: 0; display: grid; grid-template-columns: minmax(6.5rem, max-content) minmax(0, 1fr); border-top: 1px solid var(--line); }
dt, dd { margin: 0; padding: .5rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--soft); padding-right: 1.25rem; }
dd { overflow-wrap: anywhere; }
code, .code { font: .9375em/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
form.ask { display: flex; flex-wrap: wrap; gap: .6rem; margin: .9rem 0 .4rem; }
form.ask label { flex: 1 0 100%; }
form.ask input { flex: 1 1 9rem; min-width: 0; font: 1.125rem/1.3 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; padding: .65rem .75rem; color: inherit; background: var(--field); border: 1px solid var(--soft); border-radius: 4px; }
form.ask input::placeholder { color: var(--soft); opacity: 1; }
form.ask + p code { white-space: nowrap; }
form.ask button { font: inherit; font-weight: 600; padding: .65rem 1.2rem; min-height: 2.75rem; color: var(--paper); background: var(--accent); border: 1px solid var(--accent); border-radius: 4px; cursor: pointer; }
.note { margin: 1.5rem 0; padding: .8rem 1rem; border-left: 3px solid var(--alarm); background: var(--alarm-paper); }
.note p { margin: .2rem 0; overflow-wrap: anywhere; }
.note strong { color: var(--alarm); }
.note.caution { border-color: var(--caution); background: var(--caution-paper); }
.note.caution strong { color: var(--caution); }
ol.log { list-style: none; margin: .75rem 0 0; padding: 0; border-top: 1px solid var(--line); }
ol.log li { display: grid; grid-template-columns: minmax(2.5rem, max-content) minmax(0, 1fr); gap: 0 1rem; padding: .45rem 0 .45rem .7rem; border-bottom: 1px solid var(--line); border-left: 3px solid var(--hue); font-variant-numeric: tabular-nums; scroll-margin-top: 4rem; }
ol.log li.found { background: var(--found); }
ol.log .n { color: var(--soft); text-align: end; }
@supports (grid-template-columns: subgrid) {
  ol.log { display: grid; grid-template-columns: minmax(2.5rem, max-content) minmax(0, 1fr); gap: 0 1rem; }
  ol.log li { grid-column: 1 / -1; grid-template-columns: subgrid; }
}
ol.log .line { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 1rem; min-width: 0; }
ol.log .text, ol.log .pod { overflow-wrap: anywhere; }
ol.log .pod { flex: 1 0 100%; color: inherit; text-decoration-color: var(--soft); }
ol.log .status time { white-space: nowrap; }
ol.log time.soft { font-size: .875rem; }
h1.whose + dl { margin-top: 1.25rem; }
h1.whose::before { content: ""; display: inline-block; width: .7em; height: .7em; margin-right: .5em; border-radius: 50%; background: var(--hue); }
.found-line { max-width: none; padding: .6rem .9rem; background: var(--found); overflow-wrap: anywhere; }
.jumps { display: flex; flex-wrap: wrap; gap: .6rem 1.5rem; margin: 1.25rem 0; }
.jumps form { display: flex; flex-wrap: wrap; gap: .25rem .5rem; align-items: center; font-size: .9375rem; }
.jumps label { flex: 1 0 100%; color: var(--soft); }
.jumps input { font: inherit; min-width: 0; padding: .35rem .5rem; color: inherit; background: var(--field); border: 1px solid var(--soft); border-radius: 4px; }
.jumps input[name="n"] { width: 7.5rem; }
.jumps input[name="since"] { flex: 1 1 12rem; }
.jumps button { font: inherit; font-weight: 600; padding: .35rem .8rem; color: var(--accent); background: none; border: 1px solid var(--accent); border-radius: 4px; cursor: pointer; }
nav.steps { display: flex; gap: 1.25rem; margin: 1rem 0; }
nav.steps:empty { display: none; }
.chart { margin: 1.75rem 0 0; }
.chart svg { display: block; width: 100%; height: 4rem; border-bottom: 1px solid var(--line); }
.chart .bar { fill: var(--hue); }
.chart .gone { fill: var(--track); }
.chart figcaption { margin-top: .35rem; color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
.operation { padding: 1rem 0 1.1rem; border-bottom: 1px solid var(--line); }
.operation h3 { margin: 0; font-size: 1.0625rem; font-weight: 500; overflow-wrap: anywhere; }
.operation .method { display: inline-block; min-width: 3.2rem; color: var(--accent); font-weight: 650; font-size: .9375rem; }
.operation dl { font-size: .9375rem; margin: .5rem 0; }
.curl { display: flex; gap: .75rem; align-items: start; justify-content: space-between; margin: .6rem 0; padding: .55rem .75rem; background: var(--field); border: 1px solid var(--line); border-radius: 4px; }
.curl code { overflow-wrap: anywhere; min-width: 0; }
button.copy { flex: none; font: inherit; font-size: .875rem; color: var(--accent); background: none; border: 0; padding: .1rem .2rem; cursor: pointer; text-decoration: underline; text-underline-offset: .18em; }
.operation pre { margin: .5rem 0; padding: .6rem .75rem; font-size: .875rem; background: var(--field); border: 1px solid var(--line); border-radius: 4px; overflow-x: auto; }
.operation summary { cursor: pointer; color: var(--soft); font-size: .9375rem; }
.operation ul { margin: .5rem 0; padding-left: 1.2rem; font-size: .9375rem; }
ol.log .status { color: var(--soft); font-size: .875rem; }
@media (min-width: 40rem) {
  .sheet { padding: 2rem; }
  main { padding: 3.25rem 0; }
  .jumps label { flex: none; }
  ol.log .pod { flex: 0 1 auto; min-width: 7rem; }
  ol.log .pod + .text { flex: 1 1 12rem; }
}
@media (min-width: 60rem) {
  .sheet.wide { max-width: 72rem; }
  .wide main { display: grid; grid-template: "first total" auto "rest total" 1fr / minmax(0, 1fr) minmax(0, 27rem); gap: 0 5rem; }
  .wide .first { grid-area: first; }
  .wide .total { grid-area: total; margin-top: 0; }
  .wide .rest-of-page { grid-area: rest; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #000; --field: #fff; --found: #eee; --caution-paper: #fff; --alarm-paper: #fff; }
  html { font-size: 11pt; }
  header.top nav, form.ask, form.ask + p, .jumps, nav.steps, button, .total .seen { display: none; }
  .sheet, .sheet.wide { max-width: none; min-height: 0; padding: 0; }
  main { padding: 1rem 0; }
  section.total .why { min-height: 0; }
  li, dl, .note, .operation { break-inside: avoid; }
  * { print-color-adjust: exact; }
}
${totalStylesheet}`;
