// `npx nx run browser:dashboard`: README's picture of the dashboard. Grafana does not run here, so the panels are drawn
// in the page's own style, from the queries of dashboard.json, as the Prometheus of a real local set answers them.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startChromium } from './chromium.mjs';
import { LocalSet } from './local-set.mjs';
import { pageOf } from './panels.mjs';

const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const shown = [
  'Count of a pod',
  'Visits a second',
  'App and sidecar',
  'Time of a sync',
  'Visits in one commit',
  'Siblings',
];
const SECONDS = Number(process.env.SECONDS ?? 240);

const { panels } = JSON.parse(readFileSync(file('deploy/observability/dashboard.json'), 'utf8'));
const drawn = shown.map((title) =>
  panels.find((panel) => panel.title === title && panel.type === 'timeseries'),
);
const browser = await startChromium();
const set = await LocalSet.start({ clocks: 3, calculators: 1, prometheus: true });
let visiting = true;
try {
  const since = Date.now() / 1000;
  for (const pod of ['clock-0', 'clock-1', 'clock-2']) void visit(pod);
  await pause(SECONDS * 400);
  // Killed again and again for a while: the app is down, and its count stays on the sidecar's page.
  for (const end = Date.now() + SECONDS * 150; Date.now() < end; await pause(50)) kill('clock-1');
  await pause(SECONDS * 450);
  const answers = await Promise.all(drawn.map(async (panel) => ({ panel, series: await ask(panel, since) })));
  const style = await (await fetch(`${set.clock}/style.css`)).text();
  const page = await browser.newPage({ viewport: { width: 1120, height: 640 }, deviceScaleFactor: 1.2 });
  await page.setContent(pageOf(answers, style));
  await page.locator('main').screenshot({ path: file('docs/images/dashboard.png') });
  console.log('docs/images/dashboard.png');
} finally {
  visiting = false;
  await browser.close();
  await set.stop();
}

function kill(pod) {
  try {
    process.kill(set.pidOf(pod), 'SIGKILL');
  } catch {
    // It is dead already.
  }
}

/** In waves, each pod on its own. */
async function visit(pod) {
  const phase = Number(pod.at(-1)) * 2;
  while (visiting) {
    await fetch(set.urlOf(pod)).then(
      (answer) => answer.arrayBuffer(),
      () => undefined,
    );
    await pause(60 + 50 * (1 + Math.sin(Date.now() / 15_000 + phase)));
  }
}

/** The lines of a panel: `{name, points: [[seconds, value]]}`. */
async function ask({ targets }, since) {
  const answers = await Promise.all(
    targets.map(async ({ expr, legendFormat }) => {
      const query = expr.replaceAll(/\$(namespace|pod)/g, '.*').replaceAll('$__rate_interval', '30s');
      const url = new URL('/api/v1/query_range', set.prometheus);
      const range = { query, start: String(since), end: String(Date.now() / 1000), step: '5' };
      for (const [name, value] of Object.entries(range)) url.searchParams.set(name, value);
      const answer = await fetch(url);
      const { data } = await answer.json();
      return data.result.map(({ metric, values }) => ({
        name: legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? ''),
        points: values
          .map(([at, value]) => [at, Number(value)])
          .filter(([, value]) => Number.isFinite(value)),
      }));
    }),
  );
  // What is 0 all the time is said by its absence.
  return answers.flat().filter(({ points }) => points.some(([, value]) => value > 0));
}
