import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBundle } from '../../src/bundle/bundle';
import { gather } from '../../src/evidence/evidence';
import { type App, APPS } from '../../src/ledger/entry';
import { RULES } from '../../src/rules/index';
import { Verdicts } from '../../src/rules/rule';
import { type Case } from './case';
import { CASES } from './cases';
import { History } from './history';

const golden = join(import.meta.dirname, 'golden/messages.txt');

/** All that the rules say of a history: what they find, its places, when, on which volume; and what they cannot check. */
function said(history: History, challenge?: string): string[] {
  const evidence = gather(openBundle(history.files()), challenge);
  const verdicts = new Verdicts();
  for (const rule of Object.values(RULES)) rule.check(evidence, verdicts);
  return [
    ...verdicts.found.map(({ code, message, evidence: places, ms, replica, scenario }) =>
      [
        `${code}: ${message}`,
        `[${places.join(' ')}]`,
        ms === undefined ? '' : `at ${Number(ms.toFixed(3))} ms`,
        replica && `of ${replica}`,
        scenario && `in ${scenario}`,
      ]
        .filter(Boolean)
        .join(' '),
    ),
    ...verdicts.unchecked.map(
      ({ code, why, app }) => `not checked: ${code}${app ? ` of the ${app}` : ''}: ${why}`,
    ),
  ];
}

/** What cannot be checked of sound visits to these services, for want of observations. */
function usual(apps: readonly App[]): string[] {
  const history = new History();
  if (apps.includes('clock')) history.visits(10, 'clock-0');
  if (apps.includes('calculator')) history.visits(20, 'calculator-0', '1 + 2');
  return said(history);
}

function ofCase(entry: Case): string[] {
  return (['fires', 'spares'] as const).flatMap((which) => {
    const history = new History();
    entry.with?.(history);
    entry[which](history);
    const all = said(history, entry.options?.[which].challenge);
    const visited = new Set(history.draft.entries.map((sent) => (sent.kind === 'intent' ? sent.app : null)));
    const expected = usual(APPS.filter((app) => visited.has(app)));
    const own = all.filter((line) => !expected.includes(line));
    const checked = expected
      .filter((line) => !all.includes(line))
      .map((line) => line.replace('not checked', 'checked'));
    return own.length + checked.length === 0 ? [] : lines(which, [...own, ...checked]);
  });
}

function lines(title: string, of: readonly string[]): string[] {
  return [`  ${title}`, ...of.map((line) => `    ${line}`)];
}

it('the rules say of each history what stands in the golden file (WRITE_GOLDEN=1 writes it)', () => {
  const all = [
    'sound visits, by the services that were visited; what is said of them is left out of the others',
    ...lines('none', usual([])),
    ...APPS.flatMap((app) => lines(app, usual([app]))),
    ...CASES.flatMap((entry) => [[entry.code, entry.name].filter(Boolean).join(' '), ...ofCase(entry)]),
  ];
  const text = `${all.join('\n')}\n`;
  if (process.env['WRITE_GOLDEN']) writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});
