import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Files, judge, LIES, QUICK, readBundleDirectory, selfTest } from '@visits/proof';
import { simulatedFiles } from '@visits/proof/testing';
import { scenarioAt, violationsOf } from './html/decisive';
import { htmlOf } from './html/page';
import { junitOf } from './junit';
import { render } from './render';
import { textOf } from './text';

const examples = join(import.meta.dirname, '../../../proof/test/examples');
const { clean, lies, passed } = selfTest(QUICK);
const views = (files: Files) => {
  const report = judge(files, { selfTest: { clean, lies, passed } });
  return { report, html: htmlOf(report, files), junit: junitOf(report), text: textOf(report, files) };
};
/** What a reader sees: tags away, spaces as one. */
const shown = (html: string): string =>
  html
    .replace(/<style>[^]*?<\/style>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
/** All before the sections that follow the first screen. */
const firstScreen = (html: string): string => shown(html.slice(0, html.indexOf('<h2>Where it comes from')));

describe('a run that held', () => {
  const { html, junit, text } = views(simulatedFiles(1));

  it('says so first, with its exposure, and that no test shows more', () => {
    expect(firstScreen(html)).toMatch(
      /✔ Held No counter-example in \d+ visits \(\d+ acknowledged, \d+ refused, \d+ unanswered\) over \d disruptions?\. No test shows more than that\./,
    );
    expect(firstScreen(html)).toMatch(/What held .*\d+ acknowledged, 1 process hit, \d+ in flight at an end/);
    expect(firstScreen(html)).toContain('What was not tested');
    expect(html).not.toContain('The decisive line');
  });

  it('says whose judgement it is and that it is not fresh without a challenge', () => {
    expect(shown(html)).toContain(
      'Before this report it convicted 16 of 16 planted lies, and 0 of 7 honest runs',
    );
    expect(shown(html)).toContain('No challenge was given: it may be of any time');
  });

  it('has its pictures, each with its figures', () => {
    const pictures = [...html.matchAll(/<figure id="([^"]+)">[^]*?<\/figure>/g)];
    expect(pictures.map(([, id]) => id)).toEqual(['availability', 'stored', 'latency']);
    for (const [picture] of pictures) expect(picture).toMatch(/<svg [^]*<\/svg>[^]*<table>[^]*<td/);
    expect(shown(html)).toContain('None is missing.');
  });

  it('is no failure to a CI, and one line a check to a terminal', () => {
    expect(junit).toMatch(/<testsuite name="disturb" tests="\d+" failures="0" errors="0" skipped="0">/);
    expect(text).toMatch(/\n {2}✔ (kill|power) .*\(\d+ acknowledged, 1 hit\)\n/);
  });
});

describe('a run that lost acknowledged visits', () => {
  it('leads to the decisive line: which visit, which receipt, which line, when', async () => {
    const { html, junit, text } = views(await readBundleDirectory(join(examples, 'lost')));
    const first = firstScreen(html);
    expect(first).toContain('✗ Violated');
    expect(first).toContain('An acknowledged visit is not on its volume.');
    expect(first).toContain('Visit 21, sent to');
    expect(first).toContain('Receipt count 15 of 7ff63c6b-0108-4d0f-b2df-81f55b0701e4');
    expect(first).toContain('Volume calculator-0');
    expect(first).toContain('2026-11-26 09:00:01.183 UTC (1.183 s into the run)');
    expect(first).toMatch(
      /The line ledger\.log#43 o 21 acked 1183\.148 .* 453953960 \+ 621827415 = 1075781375/,
    );
    expect(first).toMatch(/volumes\/visits-calculator-0\/after\/visits\.log#14 .* #\d+:[0-9a-f]{8}/);
    expect(html).toMatch(/<rect\s+class="visit decisive"/);
    expect(shown(html)).toContain('88 missing.');
    expect(junit).toMatch(/<failure message="[^"]*">[^]*ACK_LOST Visit 21 .* ledger\.log#43/);
    expect(text).toMatch(
      /^✗ violated: .*\n {2}ACK_LOST in run: .*\n {4}Visit 21 .*\n {4}ledger\.log#43\n {6}o 21 acked 1183\.148 .*\n {4}volumes\/visits-calculator-0\/after\/visits\.log#14\n {6}\S+Z 14 /,
    );
    expect(text).toMatch(/ACK_LOST Visit 21 [^]*evidence: ledger\.log#43/);
    expect(text).toContain('    When: 1.183 s into the run, 2026-11-26 09:00:01.183 UTC.\n');
    expect(text).toMatch(/\n {4}Extent: calculator-0 lacks \d+ of \d+ acknowledged visits[,.]/);
    expect(text).toMatch(/\n✗ violated: .*\n {2}ACK_LOST in run: .*\nthe judge before it.*\nrun .*\n$/);
  });

  it('names the disruption that is nearest to it, of the same pod', () => {
    const { html, text } = views(simulatedFiles(3, LIES['ack from memory']));
    expect(firstScreen(html)).toMatch(
      /Volume (\S+) When .* Disruption kill of \1 at \d+\.\d{3} s, shown by exit 137/,
    );
    expect(text).toMatch(/\n {4}Disruption: kill of \S+ at \d+\.\d{3} s, shown by exit 137; /);
  });

  it('says that every acknowledged visit is there, where something else is wrong', () => {
    const { html, text } = views(simulatedFiles(3, LIES['id rewritten']));
    expect(text).toMatch(
      /\n {4}Extent: no visit is lost, all \d+ acknowledged visits are on their volumes\.\n/,
    );
    expect(firstScreen(html)).toMatch(
      /Extent no visit is lost, all \d+ acknowledged visits are on their volumes/,
    );
  });

  it('shows both halves of a total that is too low, and that nothing was disturbed yet', () => {
    const files = simulatedFiles(3);
    const log = Buffer.from(files.get('observations.ndjson')!).toString();
    const lowest = log.replaceAll(/"total":\d+/g, '"total":0');
    const { report, html, text } = views(
      new Map([...files, ['observations.ndjson', Buffer.from(lowest)], ['SHA256SUMS', Buffer.from('')]]),
    );
    expect(text).toMatch(
      /\n {4}observations\.ndjson#\d+\n.*"total":0.*\n {4}ledger\.log#\d+\n {6}o \d+ acked \d+/,
    );
    expect(text).toMatch(/\n {4}When: \d+\.\d+ s into the run, .*\n {4}Disruption: none before it\.\n/);
    expect(firstScreen(html)).toMatch(/s into the run\), in total Disruption none before it/);
    const [first] = violationsOf(report);
    const [run] = report.scenarios;
    expect(scenarioAt(report, first!)).toBeNull();
    expect(scenarioAt(report, { ...first!, scenario: run! })).toBe('kill');
  });

  it.each(Object.entries(LIES))('names the code of a lie on its first screen: %s', (_lie, plant) => {
    const { html, text } = views(simulatedFiles(3, plant));
    const head = text.slice(0, text.indexOf('\n\n'));
    expect(plant.codes.some((code) => head.includes(`${code} in `))).toBe(true);
    const box = /<section class="decisive-box"[^]*?<\/section>/.exec(html)?.[0] ?? '';
    expect(plant.codes.some((code) => box.includes(code))).toBe(true);
    expect(box).toMatch(/<code class="place">[^<]+(#\d+|\/)<\/code>/);
  });
});

it('an undecided run says first what ended it, then what was not seen, and last what else is known', () => {
  const report = judge(simulatedFiles(1));
  const limits = ['other runs: one goes on', 'The run was ended early: a claim waits.'];
  const [run, ...others] = report.scenarios;
  const text = textOf(
    {
      ...{ ...report, verdict: 'undecided' },
      limits: limits.map((why) => ({ code: null, why })),
      scenarios: [{ ...run!, verdict: 'undecided', reasons: ['no visit was acknowledged'] }, ...others],
    },
    new Map(),
  );
  expect(text).toMatch(
    /^\? undecided: .*\n {2}The run was ended early: .*\n {2}run: no visit .*\n {2}other runs: .*\n\n/,
  );
});

it('a run that is undecided says why on its first screen, and is an error to a CI', async () => {
  const { html, junit, text } = views(await readBundleDirectory(join(examples, 'cut')));
  expect(text).toMatch(/^\? undecided: .*\n {2}LEDGER_CUT in run: /);
  expect(firstScreen(html)).toMatch(/\? Undecided .*Why it is undecided.*LEDGER_CUT/);
  expect(junit).toMatch(/<error message="[^"]+">/);
});

describe('whatever the bundle holds', () => {
  const hostile = `<script>alert(1)</script>"'><img src=http://x.test/a.png onerror=alert(1)>&]]>\u0000\u202e`;

  it('is escaped in every view', () => {
    const files = new Map(simulatedFiles(1));
    const written = Buffer.from(files.get('facts.json')!).toString();
    const facts = JSON.parse(written) as Record<string, unknown>;
    Object.assign(facts, {
      ...{ profile: hostile, challenge: hostile, notTested: [hostile], limits: [hostile] },
      ...{ tool: { version: hostile }, storage: { [hostile]: hostile }, nodes: [{ name: hostile }] },
      scenarios: [{ name: hostile, skipped: hostile, named: true }],
    });
    files.set('facts.json', Buffer.from(JSON.stringify(facts)));
    const { html, junit, text } = views(files);
    // eslint-disable-next-line no-control-regex -- what steers a terminal is what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(html).not.toMatch(/<script|<img|onerror=[^&]*>.*</);
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toContain('\u202e');
    expect(junit).not.toMatch(/<script/);
    expect(junit).not.toContain('\u0000');
  });

  it('is quoted escaped, too', () => {
    const files = new Map(simulatedFiles(3, LIES['counted twice']));
    for (const [name, bytes] of files) {
      if (!name.endsWith('visits.log')) continue;
      files.set(
        name,
        Buffer.from(Buffer.from(bytes).toString().replaceAll(' Europe/Moscow', ' <script>x()</script>')),
      );
    }
    expect(views(files).html).not.toContain('<script');
  });

  it('asks nobody for anything', () => {
    const { html } = views(simulatedFiles(3, LIES['ack from memory']));
    expect(html).not.toMatch(/https?:|\bsrc=|<link|@import|url\(|<script|\son\w+=|\sstyle=/);
    const css = /<style>([^]*?)<\/style>/.exec(html)![1]!;
    const hash = createHash('sha256').update(css).digest('base64');
    expect(html).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`);
  });

  it('stays below 600 KB, however long and bad the run was', () => {
    const { report } = views(simulatedFiles(3, LIES['ack from memory']));
    const bad = report.scenarios.find(({ verdict }) => verdict === 'violated')!;
    const long = { ...bad, findings: Array.from({ length: 18 }, () => bad.findings).flat() };
    const boots = Array.from({ length: 500 }, () => report.replicas[0]!.boots[0]!);
    const large = {
      ...report,
      scenarios: Array.from({ length: 14 }, () => long),
      replicas: Array.from({ length: 10 }, () => ({ ...report.replicas[0]!, boots })),
      timeline: Array.from({ length: 3_600 }, (_, second) => ({ ...report.timeline[0]!, second })),
      notTested: Array.from({ length: 500 }, () => 'x'.repeat(10_000)),
      limits: Array.from({ length: 500 }, () => ({ code: null, why: 'x'.repeat(10_000) })),
    };
    const html = htmlOf(large, simulatedFiles(3, LIES['ack from memory']));
    expect(Buffer.byteLength(html)).toBeLessThan(600_000);
    expect(shown(html)).toContain('more, in report.json');
  });

  it('gives the same bytes each time', () => {
    const bytes = () => [
      ...render(judge(simulatedFiles(5, LIES['lock ignored'])), simulatedFiles(5, LIES['lock ignored'])),
    ];
    expect(bytes()).toEqual(bytes());
    expect(bytes().map(([file]) => file)).toEqual(['report.txt', 'report.html', 'junit.xml']);
  });
});
