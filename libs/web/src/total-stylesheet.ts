/** The total and its bars. One hue for each ordinal, light and dark, each at least 3:1 against the paper. */
export const totalStylesheet = `
:root { --track: #ebe9e1; --hue-none: #77756c; --hue-0: #b4521e; --hue-1: #1f6f8b; --hue-2: #5b7f1d; --hue-3: #7a4ea3; --hue-4: #97700a; --hue-5: #a83a66; --hue-6: #2b7a57; --hue-7: #4a5fb0; }
@media (prefers-color-scheme: dark) {
  :root { --track: #2a2a25; --hue-none: #a5a398; --hue-0: #e8935f; --hue-1: #63b3cf; --hue-2: #9cc257; --hue-3: #b995e0; --hue-4: #d6b04c; --hue-5: #e284a8; --hue-6: #66c298; --hue-7: #94a8f0; }
}
.total { container-type: inline-size; }
.total { margin-top: 2.5rem; }
.total h2 { margin: 0; }
.sum { margin: 0 0 1rem; }
.sum .bound { display: block; min-height: 1.55em; color: var(--soft); }
.sum strong { display: block; margin-left: -.04em; font-size: clamp(2.6rem, 13cqi, 3.5rem); font-weight: 300; line-height: 1.1; letter-spacing: -.025em; font-variant-numeric: tabular-nums lining-nums; overflow-wrap: anywhere; }
.unknown .sum strong { font-size: 1.65rem; letter-spacing: -.015em; }
.replicas { list-style: none; margin: 0; padding: 0; }
.replicas li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .15rem 1rem; align-items: end; padding: .45rem 0; }
.replicas .who { overflow-wrap: anywhere; word-spacing: .3em; }
.replicas .status { word-spacing: 0; color: var(--soft); font-size: .875rem; }
.replicas .visits { font-weight: 650; font-variant-numeric: tabular-nums; }
.replicas .bar { grid-column: 1 / 3; width: 100%; height: .5rem; border-radius: 2px; overflow: hidden; }
.bar .track { fill: var(--track); }
.bar .fill { fill: var(--hue); transition: width .5s ease-out, fill-opacity .5s; }
[data-source="cached"] .fill { fill-opacity: .45; }
.stale .sum strong, .stale .replicas .visits { color: var(--soft); }
.total.stale .seen { color: var(--caution); font-weight: 650; }
[data-hue="none"] { --hue: var(--hue-none); }
${[0, 1, 2, 3, 4, 5, 6, 7].map((hue) => `[data-hue="${hue}"] { --hue: var(--hue-${hue}); }`).join('\n')}
.total .rest, .total .why, .total .seen { font-size: .9375rem; color: var(--soft); }
.total .rest:empty { display: none; }
.total .seen { margin-bottom: 0; }
.total .why { min-height: 4.65em; margin: 0; }
.total .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@container (max-width: 24rem) { .total .why { min-height: 6.2em; } }
@media (prefers-reduced-motion: reduce) { .bar .fill { transition: none; } }
`;
