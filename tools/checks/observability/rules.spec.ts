import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesFile } from '@visits/testing/shortened-rules';
import { workspaceRoot } from '@visits/testing/workspace';
import { parse, parseDocument } from 'yaml';
import { needsPromtool, promtool } from './promtool';
import { alerts, groups } from './rules';

const tests = join(workspaceRoot, 'deploy/observability/rules.test.yaml');
const prometheusRule = join(workspaceRoot, 'deploy/components/prometheus-rules/prometheus-rule.yaml');

needsPromtool('promtool reads the rules, and finds nothing to complain of', () => {
  expect(promtool('check', 'rules', '--lint-fatal', rulesFile)).toEqual({ status: 0, errors: '' });
});

needsPromtool('each alert fires in a history of its own, and not in one that is nearly the same', () => {
  expect(promtool('test', 'rules', tests)).toEqual({ status: 0, errors: '' });
});

it('each alert has a history that fires it and a moment at which it does not', () => {
  const cases = (
    parse(readFileSync(tests, 'utf8')) as {
      tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
    }
  ).tests.flatMap(({ alert_rule_test }) => alert_rule_test);
  const tested = (fires: boolean) =>
    cases.filter(({ exp_alerts }) => exp_alerts.length > 0 === fires).map(({ alertname }) => alertname);
  const names = alerts.map(({ alert }) => alert).sort();
  expect([...new Set(tested(true))].sort()).toEqual(names);
  expect([...new Set(tested(false))].sort()).toEqual(names);
});

it.each(alerts)('$alert says how bad it is, where, how much, and what to read', (rule) => {
  expect(rule).toEqual({
    alert: expect.stringMatching(/^Visits[A-Z]\w+$/),
    expr: expect.any(String),
    for: expect.stringMatching(/^\d+m$/),
    labels: { severity: expect.stringMatching(/^(critical|warning|info)$/) },
    annotations: {
      summary: expect.stringMatching(/^[A-Z].*\.$/),
      description: expect.stringMatching(/\$labels\.namespace.*\$labels\.(pod|statefulset).*\.$/),
      runbook_url: `docs/runbooks.md#${rule.alert.toLowerCase()}`,
    },
  });
  expect(rule.annotations.description).toContain('$value');
});

it('no alert depends on another label of a scrape than namespace and pod', () => {
  for (const { expr } of groups.flatMap(({ rules }) => rules))
    expect(expr).not.toMatch(/\b(job|instance|container|endpoint|service|app_kubernetes_io_\w+)\b/);
});

/** `WRITE_GOLDEN=1 npx nx test checks --skip-nx-cache` writes it. */
it('the PrometheusRule of the component has the same rules', () => {
  if (process.env.WRITE_GOLDEN) {
    const document = parseDocument(readFileSync(prometheusRule, 'utf8'));
    document.set('spec', { groups });
    writeFileSync(prometheusRule, document.toString({ lineWidth: 0 }));
  }
  expect(parse(readFileSync(prometheusRule, 'utf8'))).toMatchObject({ spec: { groups } });
});
