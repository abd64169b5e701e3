import { FINDING_CODES, findingKind } from '../../src/findings/registry';
import { judge } from '../../src/report/judge';
import { RULES } from '../../src/rules/index';
import { type Rule } from '../../src/rules/rule';
import { type Case } from './case';
import { CASES } from './cases';
import { History } from './history';

function codesOf(entry: Case, which: 'fires' | 'spares', rules?: readonly Rule[]): string[] {
  const history = new History();
  entry.with?.(history);
  entry[which](history);
  const report = judge(history.files(), { ...entry.options?.[which], rules });
  return report.scenarios.flatMap(({ findings }) => findings.map(({ code }) => code));
}

function fires(entry: Case, rules?: readonly Rule[]): boolean {
  return codesOf(entry, 'fires', rules).includes(entry.code);
}

describe('every code', () => {
  it.each(FINDING_CODES)('%s has a history, a cause, where to look and a fix', (code) => {
    expect(CASES.some((entry) => entry.code === code)).toBe(true);
    for (const text of Object.values(findingKind(code))) expect(text).not.toBe('');
  });

  it.each(CASES.map((entry) => [`${entry.code} ${entry.name ?? ''}`, entry] as const))('%s', (_, entry) => {
    const violated = (code: string) => findingKind(code as Case['code']).severity === 'violated';
    const found = codesOf(entry, 'fires');
    expect(found).toContain(entry.code);
    const expected = [...(violated(entry.code) ? [entry.code] : []), ...(entry.also ?? [])];
    expect(found.filter(violated).sort()).toEqual(expected.sort());
    const spared = codesOf(entry, 'spares');
    expect(spared).not.toContain(entry.code);
    if (violated(entry.code)) expect(spared.filter(violated)).toEqual(entry.alsoSpared ?? []);
  });
});

describe('the rules', () => {
  it('say of themselves what they find, and together find every code', () => {
    // These are of the report itself: they need no rule that looks at the evidence.
    const ofReport = ['EXPOSURE_LOW', 'NOT_FINISHED', 'SCENARIO_SKIPPED', 'SELF_TEST_FAILED'];
    const ofRules = Object.values(RULES).flatMap(({ codes }) => codes);
    expect([...new Set([...ofRules, ...ofReport])].sort()).toEqual([...FINDING_CODES].sort());
  });

  it.each(Object.keys(RULES))('without %s a case turns red', (name) => {
    const rest = Object.entries(RULES).filter(([other]) => other !== name);
    const red = CASES.filter((entry) => RULES[name]!.codes.includes(entry.code)).filter(
      (entry) =>
        !fires(
          entry,
          rest.map(([, rule]) => rule),
        ),
    );
    expect(red).not.toEqual([]);
  });
});
