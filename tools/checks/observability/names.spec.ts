import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@visits/testing/workspace';
import { explained, foreign, metricsIn, read, seriesOf } from './names';
import { alerts, groups, recordings } from './rules';

const known = new Set([...[...explained.keys()].flatMap((name) => [name, ...seriesOf(name)]), ...foreign]);
const docs = readdirSync(join(workspaceRoot, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const pages = ['README.md', 'CHANGELOG.md', 'deploy/README.md', ...docs];
const queried = ['deploy/observability/rules.yaml', 'deploy/observability/rules.test.yaml'];

it('more than forty metrics are explained', () => {
  expect(explained.size).toBeGreaterThan(40);
});

it.each([...pages, ...queried])('%s names only metrics that there are', (page) => {
  expect(metricsIn(read(page)).filter((name) => !known.has(name))).toEqual([]);
});

it('the rules name metrics of each page, and recorded ones that there are', () => {
  const text = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)).join('\n');
  expect(metricsIn(text)).toEqual(expect.arrayContaining(['visits_total', 'visits_store_writable']));
  const recorded = [...text.matchAll(/\bnamespace_\w+:\w+:\w+/g)].map(([name]) => name);
  expect(recordings.map(({ record }) => record)).toEqual(expect.arrayContaining(recorded));
});

it('the rules and their histories ask for labels that the metrics have', () => {
  const scrape = ['namespace', 'pod', 'statefulset', 'le', 'job', 'service'];
  const selectors = queried.flatMap((page) => [...read(page).matchAll(/\b([a-z]\w+)\{([^}]+)\}/g)]);
  const wrong = selectors.flatMap(([, name = '', inside = '']) => {
    const base = [...explained.keys()].find((metric) => seriesOf(metric).includes(name));
    const labels = [...inside.matchAll(/(\w+)=/g)].map(([, label]) => label!);
    const has = [...scrape, ...(explained.get(base ?? '')?.labels ?? [])];
    return labels.filter((label) => !has.includes(label)).map((label) => `${name}{${label}}`);
  });
  expect(wrong.filter((found) => !found.startsWith('ALERTS'))).toEqual([]);
});

describe('docs/runbooks.md', () => {
  const runbooks = read('docs/runbooks.md');
  const sections = runbooks.split(/^## /m).slice(1);

  it('has a section for each alert and no other, in the order of the rules', () => {
    const headings = sections.map((section) => section.slice(0, section.indexOf('\n')));
    expect(headings).toEqual(alerts.map(({ alert }) => alert));
  });

  it.each(sections)('says what it means, what is at stake, where to look and what to do: %#', (section) => {
    for (const part of ['Means', 'At stake', 'Look', 'do'])
      expect(section).toMatch(new RegExp(`\\*\\*${part}\\*\\*`, 'i'));
  });

  it("each link of the rules is a heading of the page, as are the page's own", () => {
    const anchors = sections.map((section) => `#${section.slice(0, section.indexOf('\n')).toLowerCase()}`);
    const linked = [
      ...alerts.map(({ annotations }) => annotations.runbook_url.replace('docs/runbooks.md', '')),
      ...[...runbooks.matchAll(/\]\((#[^)]+)\)/g)].map(([, anchor]) => anchor!),
    ];
    expect(linked.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });
});

it('docs/metrics.md names only alerts that there are, and each alert stands there', () => {
  const named = new Set(
    [...read('docs/metrics.md').matchAll(/`(Visits[A-Z]\w+)`/g)].map(([, name]) => name!),
  );
  // Of kube-state-metrics, and of `up`.
  const others = ['VisitsSetIncomplete', 'VisitsSidecarDown'];
  expect([...named, ...others].sort()).toEqual(alerts.map(({ alert }) => alert).sort());
});
