import type { Report, ScenarioReport } from '@visits/proof';
import type { View } from './render';

/** Suite = category, case = scenario; violated is a failure, undecided an error. */
export const junitView: View = { file: 'junit.xml', render: junitOf };

export function junitOf({ scenarios }: Report): string {
  const categories = [...new Set(scenarios.map(({ category }) => category))];
  const suites = categories.map((category) => {
    const cases = scenarios.filter((one) => one.category === category);
    const of = (verdict: string) => cases.filter((one) => one.verdict === verdict).length;
    const counts = `tests="${cases.length}" failures="${of('violated')}" errors="${of('undecided')}" skipped="${of('skipped')}"`;
    return `  <testsuite name="${category}" ${counts}>\n${cases.map(caseOf).join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="visits verify">\n${suites.join('')}</testsuites>\n`;
}

const element = { violated: 'failure', undecided: 'error', skipped: 'skipped' } as const;

function caseOf({ name, category, verdict, tookMs, findings, reasons }: ScenarioReport): string {
  const head = `    <testcase classname="verify.${category}" name="${escape(name)}" time="${((tookMs ?? 0) / 1000).toFixed(3)}"`;
  if (verdict === 'held') return `${head}/>\n`;
  const counted = findings.filter(({ severity }) => severity !== 'warning');
  const lines = [
    ...reasons,
    ...counted.map(({ code, message, evidence }) => `${code} ${message} ${evidence.join(' ')}`),
  ];
  const tag = element[verdict];
  return `${head}>\n      <${tag} message="${escape(lines[0] ?? verdict)}">${escape(lines.join('\n'))}</${tag}>\n    </testcase>\n`;
}

/** Control characters have no place in XML 1.0, escaped or not. */
function escape(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\p{Cc}/gu, (control) => (control === '\n' ? '&#10;' : '?'));
}
