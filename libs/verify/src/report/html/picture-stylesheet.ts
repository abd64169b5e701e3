/** Red is for what is wrong, nothing else: processes and curves have calm hues. */
export const pictureStylesheet = `
:root { --hue-0: #3f7d95; --hue-1: #86aebd; --hue-2: #566f9e; --hue-3: #a3b1cf; --gap: #ead9b0; --grid: #ebe9e1; --max: #a07c3c; --p99: #5470a8; --p50: #2f7d62; }
@media screen and (prefers-color-scheme: dark) {
  :root { --hue-0: #63b3cf; --hue-1: #3d7186; --hue-2: #94a8f0; --hue-3: #59689f; --gap: #4b3f22; --grid: #2a2a25; --max: #d6b04c; --p99: #94a8f0; --p50: #66c298; }
}
figure { margin: 1.8rem 0 0; }
figcaption { max-width: 44rem; color: var(--soft); font-size: .9375rem; }
figcaption strong { color: var(--alarm); }
.picture { margin: .6rem 0 .2rem; overflow-x: auto; }
.picture svg { display: block; width: 100%; min-width: 40rem; height: auto; }
svg text { font: 12px system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; fill: var(--ink); }
svg .axis { fill: var(--soft); } svg .middle { text-anchor: middle; } svg .end { text-anchor: end; }
svg .alarm { fill: var(--alarm); font-weight: 700; }
svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 5px; stroke-linejoin: round; }
svg .grid { stroke: var(--grid); }
svg .hit { stroke: var(--caution); stroke-dasharray: 3 2; fill: none; }
svg path.hit { stroke: none; fill: var(--caution); }
svg .gap { fill: var(--gap); }
${[0, 1, 2, 3].map((hue) => `svg .hue-${hue} { fill: var(--hue-${hue}); }`).join(' ')}
svg .span rect { fill: var(--grid); stroke: var(--paper); } svg .span line { stroke: var(--line); stroke-dasharray: 1 3; }
svg .span.violated rect { fill: var(--alarm-paper); stroke: var(--alarm); } svg .span.violated text { fill: var(--alarm); font-weight: 700; }
svg .curve { fill: none; stroke-width: 1.6; } svg .max { stroke: var(--max); stroke-width: 5px; stroke-opacity: .45; } svg .p99 { stroke: var(--p99); } svg .p50 { stroke: var(--p50); }
svg .acked { fill: var(--hue-1); } svg .there { fill: var(--hue-0); }
svg .gone { fill: var(--alarm-paper); stroke: var(--alarm); stroke-dasharray: 3 2; }
svg rect.visit.acked { fill: var(--p50); opacity: .6; } svg rect.visit.refused { fill: var(--paper); stroke: var(--soft); } svg rect.visit.unknown { fill: var(--paper); stroke: var(--caution); stroke-dasharray: 2 2; }
svg rect.visit.decisive { fill: var(--alarm); stroke: var(--alarm); stroke-width: 3; } svg line.decisive { stroke: var(--alarm); stroke-dasharray: 6 3; }
.key::before { content: ""; display: inline-block; width: 1em; height: .55em; margin-right: .35em; background: var(--soft); }
.key.max::before { background: var(--max); } .key.p99::before { background: var(--p99); } .key.p50::before { background: var(--p50); } .key.alarm::before { background: var(--alarm); }
.key.hollow::before { background: none; border: 1px solid var(--soft); } .key.open::before { background: none; border: 1px dashed var(--caution); }
.key { margin-right: .6em; white-space: nowrap; }
summary { width: fit-content; color: var(--soft); font-size: .9375rem; cursor: pointer; }
.scroll { max-height: 24rem; overflow: auto; margin-top: .4rem; border: 1px solid var(--line); }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .7rem; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); }
th { position: sticky; top: 0; background: var(--paper); font-weight: 650; } td.number { text-align: right; }
`;
