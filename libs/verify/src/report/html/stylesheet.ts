import { pictureStylesheet } from './picture-stylesheet';

/** The services' pages have the same paper and ink; this one carries its style inside, and prints. */
export const stylesheet = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1b1b18; --soft: #5f5e57; --line: #dddbd2; --field: #fff; --accent: #8a3b12; --good: #2f6b2f; --alarm: #9f1d1d; --alarm-paper: #fbecea; --caution: #7a5200; --caution-paper: #faf1dc; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #161613; --ink: #ecebe4; --soft: #a5a398; --line: #34332d; --field: #1f1f1b; --accent: #f0a070; --good: #8fc98a; --alarm: #ff9d92; --alarm-paper: #331a17; --caution: #e6bd6a; --caution-paper: #2c2416; }
}
*, *::before, *::after { box-sizing: border-box; }
html { font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word; }
.sheet { max-width: 68rem; margin: 0 auto; padding: 1.25rem; }
header.top { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; padding-bottom: .6rem; border-bottom: 1px solid var(--line); color: var(--soft); font-size: .9375rem; }
header.top strong { margin-right: auto; color: var(--ink); font-weight: 650; }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem; }
h1 { margin: 1.4rem 0 0; font-size: clamp(2.4rem, 9vw, 3.6rem); font-weight: 300; line-height: 1.1; letter-spacing: -.025em; }
h2 { margin: 2.6rem 0 .5rem; font-size: 1.25rem; font-weight: 650; letter-spacing: -.01em; }
h3 { margin: 0 0 .3rem; font-size: 1rem; font-weight: 650; }
p { margin: .5rem 0; max-width: 44rem; text-wrap: pretty; }
p.lead { font-size: 1.125rem; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
ul { margin: 0; padding: 0; list-style: none; }
code, pre, .code { font: .875rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.soft { color: var(--soft); }
.held { color: var(--good); } .violated { color: var(--alarm); } .undecided { color: var(--caution); } .skipped { color: var(--soft); }
.sign { display: inline-block; width: 1.3em; font-weight: 700; }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: minmax(6.5rem, 8rem) minmax(0, 1fr); gap: 0 1rem; padding: .35rem 0; border-top: 1px solid var(--line); }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.decisive-box, .open-box { margin: 1.1rem 0 1.6rem; padding: .9rem 1.1rem 1rem; border-left: 4px solid var(--alarm); background: var(--alarm-paper); }
.open-box { border-color: var(--caution); background: var(--caution-paper); }
.decisive-box h2, .open-box h2 { margin: 0; font-size: 1.125rem; color: var(--alarm); } .open-box h2 { color: var(--caution); }
.decisive-box p { max-width: none; overflow-wrap: anywhere; }
.decisive-box dl > div { border-color: color-mix(in srgb, var(--alarm) 25%, transparent); }
.decisive-box .say { font-size: 1.0625rem; }
.place { font-weight: 650; }
pre { margin: .15rem 0 .35rem; padding: .3rem .6rem; background: var(--field); border-left: 2px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
.decisive-box pre:first-of-type { border-left: 3px solid var(--alarm); }
.columns { display: grid; margin-top: 1.8rem; gap: 1.6rem 3rem; }
.columns h2 { margin-top: 0; }
.list li { display: grid; grid-template-columns: 1.4rem minmax(0, 1fr); padding: .28rem 0; border-top: 1px solid var(--line); }
.list li .soft { font-size: .9375rem; }
.checks > li { padding: .45rem 0; border-top: 1px solid var(--line); }
.check { display: grid; grid-template-columns: 1.4rem minmax(0, 8.5rem) minmax(0, 1fr); gap: 0 .6rem; align-items: baseline; }
.check .name { font-weight: 650; overflow-wrap: anywhere; }
.check .exposed { grid-column: 3; color: var(--soft); font-size: .9375rem; }
.detail { margin-left: 2rem; }
.category { margin: 1.5rem 0 .3rem; color: var(--soft); font-size: .9375rem; font-weight: 500; }
.finding { margin: .8rem 0 1.2rem; padding: .1rem 0 .1rem 1rem; border-left: 3px solid var(--line); }
.finding.violated { border-color: var(--alarm); color: inherit; } .finding.undecided { border-color: var(--caution); color: inherit; }
.finding h4 { margin: 0; font-size: 1rem; font-weight: 500; }
.finding h4 code { font-size: .9375rem; font-weight: 650; }
.finding.violated h4 code { color: var(--alarm); } .finding.undecided h4 code { color: var(--caution); }
.finding p { overflow-wrap: anywhere; }
.warning { margin: .1rem 0; color: var(--soft); font-size: .9375rem; }
@media (min-width: 48rem) { .sheet { padding: 2rem; } .columns { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
@media (max-width: 30rem) { .check { grid-template-columns: 1.4rem minmax(0, 1fr); } .check .title, .check .exposed { grid-column: 2; } .detail { margin-left: 0; } dl > div { grid-template-columns: minmax(0, 1fr); } }
@page { size: A4; margin: 14mm; }
@media print {
  html { font-size: 10pt; } .sheet { max-width: none; padding: 0; }
  h1 { margin-top: .6rem; } h2, h3, h4, .category { break-after: avoid; }
  figure, .decisive-box, .check, dl > div { break-inside: avoid; }
  details { display: none; } a { color: inherit; text-decoration: none; }
  .decisive-box, .open-box, pre, svg, .key::before { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
${pictureStylesheet}`;
