import { totalStylesheet } from './total-stylesheet';

/** The one stylesheet, served as /style.css: `style-src 'self'` is then the whole policy. */
export const stylesheet = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1b1b18; --soft: #5f5e57; --line: #dddbd2; --accent: #8a3b12; --field: #fff; --alarm: #9f1d1d; --alarm-paper: #fbecea; --caution: #7a5200; --caution-paper: #faf1dc; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #161613; --ink: #ecebe4; --soft: #a5a398; --line: #34332d; --accent: #f0a070; --field: #1f1f1b; --alarm: #ff9d92; --alarm-paper: #331a17; --caution: #e6bd6a; --caution-paper: #2c2416; }
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
a:focus-visible, input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.soft { color: var(--soft); }
.pair { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.figure { margin: .1rem 0 .2rem -.05em; font-size: clamp(3.4rem, 19vw, 6.5rem); font-weight: 300; line-height: 1.05; letter-spacing: -.03em; font-variant-numeric: tabular-nums lining-nums; }
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
form.ask + p code { white-space: nowrap; }
form.ask button { font: inherit; font-weight: 600; padding: .65rem 1.2rem; min-height: 2.75rem; color: var(--paper); background: var(--accent); border: 1px solid var(--accent); border-radius: 4px; cursor: pointer; }
.note { margin: 1.5rem 0; padding: .8rem 1rem; border-left: 3px solid var(--alarm); background: var(--alarm-paper); }
.note p { margin: .2rem 0; }
.note strong { color: var(--alarm); }
.note.caution { border-color: var(--caution); background: var(--caution-paper); }
.note.caution strong { color: var(--caution); }
ol.log { list-style: none; margin: .75rem 0 0; padding: 0; border-top: 1px solid var(--line); }
ol.log li { display: grid; grid-template-columns: minmax(2rem, max-content) minmax(0, 1fr); gap: 0 1rem; padding: .45rem 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
ol.log .n { color: var(--soft); }
ol.log .line { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 1rem; min-width: 0; }
ol.log .text { overflow-wrap: anywhere; }
ol.log time { color: var(--soft); font-size: .875rem; }
@media (min-width: 40rem) { .sheet { padding: 2rem; } main { padding: 3.25rem 0; } }
@media (min-width: 60rem) {
  .sheet.wide { max-width: 72rem; }
  .wide main { display: grid; grid-template: "first total" auto "rest total" 1fr / minmax(0, 1fr) minmax(0, 27rem); gap: 0 5rem; }
  .wide .first { grid-area: first; }
  .wide .total { grid-area: total; margin-top: 0; }
  .wide .rest-of-page { grid-area: rest; }
}
@media print { header.top nav, form { display: none; } }
${totalStylesheet}`;
