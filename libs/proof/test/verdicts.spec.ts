import { exitCode, formatReport, judge } from '../src/report/judge';
import { reportSchema } from '../src/report/schema';
import { simulatedFiles } from '../src/self-test/self-test';
import { LIES } from '../src/self-test/lies';
import { type ScenarioReport } from '../src/report/schema';
import { History } from './histories/history';

type Change = (text: string) => string;

function changed(file: string, change: Change): Map<string, Uint8Array> {
  const files = new Map(simulatedFiles(4));
  return files.set(file, Buffer.from(change(Buffer.from(files.get(file)!).toString())));
}

function findings(files: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  return Object.fromEntries(
    judge(files).scenarios.flatMap((scenario) =>
      scenario.findings.map(({ code, message }) => [code, message]),
    ),
  );
}

describe('a report', () => {
  it('holds an honest run, is whole by its schema, and is the same whatever the order of the files', () => {
    const files = simulatedFiles(4);
    const report = judge(files);
    expect({ verdict: report.verdict, exit: exitCode(report) }).toEqual({ verdict: 'held', exit: 0 });
    expect(reportSchema.parse(JSON.parse(formatReport(report)))).toEqual(report);
    const other = new Map([...files].reverse());
    expect(formatReport(judge(other))).toBe(formatReport(report));
    expect(formatReport(report).length).toBeLessThan(300 * 1024);
  });

  it('of a bare ledger and volumes says nothing of scenarios, and is undecided', () => {
    const bare = new Map([...simulatedFiles(4)].filter(([name]) => !/^(facts|observations)/.test(name)));
    const report = judge(bare);
    expect(report.scenarios.map(({ name }) => name)).toEqual(['run']);
    expect(report.scenarios[0]!.reasons).toEqual([expect.stringContaining('facts.json is missing')]);
    expect(exitCode(report)).toBe(2);
  });

  it('with nothing acknowledged is undecided', () => {
    const report = judge(new History().files());
    expect(report.scenarios[0]!.reasons).toContain('no visit was acknowledged');
    expect(exitCode(report)).toBe(2);
  });

  it('is undecided where more than one line in a hundred fits an unanswered visit by its number only', () => {
    const reasons = (counted: number): readonly string[] => {
      const history = new History();
      for (let n = 0; n < 200; n++) history.visits(10 * n, 'clock-0');
      for (let n = 0; n < 10; n++) {
        const seq = history.sends(5_000 + n, 'clock-0');
        if (n < counted) history.counts('clock-0', 5_000 + n);
        history.fails(seq, 6_000, 'unknown');
      }
      return judge(history.files()).scenarios[0]!.reasons;
    };
    expect(reasons(2)).toEqual([]);
    expect(reasons(3)).toEqual([expect.stringMatching(/^3 lines of the clock .* of 200 acknowledged$/)]);
  });

  it('convicts although the ledger is cut', () => {
    const files = new Map(simulatedFiles(2, LIES['receipt off']));
    const ledger = Buffer.from(files.get('ledger.log')!);
    files.set('ledger.log', ledger.subarray(0, ledger.length - 100));
    expect(exitCode(judge(files))).toBe(1);
    expect(Object.keys(findings(files))).toEqual(expect.arrayContaining(['ACK_REPLACED', 'LEDGER_CUT']));
  });

  it('names the line of what was changed afterwards', () => {
    const log = 'volumes/visits-calculator-1/after/visits.log';
    const without = new Map(
      [
        ...changed(log, (text) =>
          text
            .split('\n')
            .filter((_, i) => i !== 20)
            .join('\n'),
        ),
      ].filter(([name]) => name !== 'observations.ndjson'),
    );
    const report = judge(without);
    expect(exitCode(report)).toBe(1);
    const all = report.scenarios.flatMap((scenario) => scenario.findings);
    expect(all.filter(({ severity }) => severity === 'violated').flatMap(({ evidence }) => evidence)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ledger\.log#\d+$/),
        expect.stringMatching(/visits\.log#\d+$/),
      ]),
    );
    expect(findings(changed(log, (text) => text.slice(0, -1)))).toHaveProperty('COPY_CUT');
    expect(findings(changed('ledger.log', (text) => text.replace(/^o.*\n/m, '')))).toHaveProperty(
      'LEDGER_CUT',
    );
    expect(findings(changed('ledger.log', (text) => text.replace(/^i.*\n/m, '')))).toHaveProperty(
      'LEDGER_DAMAGED',
    );
  });
});

describe('a scenario', () => {
  const of = (files: ReadonlyMap<string, Uint8Array>, name: string): ScenarioReport =>
    judge(files).scenarios.find((scenario) => scenario.name === name)!;

  it('is undecided where a rule that its row names could not be checked, and only then', () => {
    const files = changed('observations.ndjson', (text) => text.replace(/^.*"kind":"total".*\n/gm, ''));
    expect(of(files, 'total')).toMatchObject({ verdict: 'undecided', findings: [] });
    expect(of(files, 'kill').verdict).toBe('held');
    expect(judge(files).limits.map(({ code }) => code)).toContain('TOTAL_WENT_BACK');
    expect(exitCode(judge(files))).toBe(2);
  });

  it('is undecided where nothing shows that the disruption happened', () => {
    const { boot } = /"kind":"disruption".*?"boot":"(?<boot>[^"]+)"/.exec(
      Buffer.from(simulatedFiles(4).get('observations.ndjson')!).toString(),
    )!.groups!;
    const files = changed('observations.ndjson', (text) => text.replace(/^.*"kind":"disruption".*\n/gm, ''));
    expect(boot).toBeDefined();
    expect(of(files, 'kill').findings).toMatchObject([
      { code: 'EXPOSURE_LOW', message: expect.stringContaining('no disruption is recorded') },
    ]);
  });

  it('says what a disruption met', () => {
    const { exposure, latency } = of(simulatedFiles(4), 'kill');
    expect(exposure.hits).toMatchObject([{ how: 'kill', shownBy: 'exit 137' }]);
    const [hit] = exposure.hits;
    expect(hit!.ackedBefore).toBeGreaterThanOrEqual(20);
    expect(hit!.inFlight).toBeGreaterThanOrEqual(1);
    expect(hit!.ackedAfter).toBeGreaterThanOrEqual(20);
    expect(latency.visits!.p99).toBeLessThan(50);
  });

  it('takes visits of an id that changed for visits of the pod that was hit', () => {
    const report = judge(simulatedFiles(3, LIES['id rewritten']));
    const { exposure, findings } = report.scenarios.find(({ name }) => name === 'kill')!;
    expect(exposure.hits[0]!.ackedAfter).toBeGreaterThanOrEqual(20);
    const changes = report.scenarios.flatMap((scenario) => scenario.findings);
    const changed = changes.find(({ code }) => code === 'REPLICA_CHANGED')!;
    expect(changed.ms).toBeGreaterThanOrEqual(exposure.hits[0]!.ms);
    expect(findings.map(({ code }) => code)).not.toContain('EXPOSURE_LOW');
  });

  it('that was skipped decides nothing, unless it was asked for by its name', () => {
    const skip = (more: object) =>
      changed('facts.json', (text) => {
        const facts = JSON.parse(text) as { scenarios: object[] };
        facts.scenarios.push({ name: 'fill', skipped: 'no --fill was given', ...more });
        return JSON.stringify(facts);
      });
    expect(of(skip({}), 'fill')).toMatchObject({ verdict: 'skipped', reasons: ['no --fill was given'] });
    expect(exitCode(judge(skip({})))).toBe(0);
    expect(exitCode(judge(skip({ named: true })))).toBe(2);
  });

  it('answers for a loss by the disruption that came after the answer', () => {
    const report = judge(simulatedFiles(2, LIES['ack from memory']));
    const convicted = report.scenarios
      .filter(({ verdict }) => verdict === 'violated')
      .map(({ name }) => name);
    expect(convicted).toContain('kill');
    expect(convicted).not.toContain('probes');
    expect(
      report.scenarios.find(({ name }) => name === 'kill')!.findings[0]!.around.some((v) => v.decisive),
    ).toBe(true);
  });
});
