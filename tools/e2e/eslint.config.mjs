import house from '../../eslint.config.mjs';

// This suite judges with two tools' own measures: the ledger that the crash suite keeps, and what the overlays render.
const allow = ['../../crash/src/ledger', '../../render/src/*'];
const boundaries = '@nx/enforce-module-boundaries';

export default house.map((entry) => {
  const [severity, options] = entry.rules?.[boundaries] ?? [];
  return options
    ? { ...entry, rules: { ...entry.rules, [boundaries]: [severity, { ...options, allow }] } }
    : entry;
});
