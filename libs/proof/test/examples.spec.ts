import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBundleDirectory } from '../src/bundle/directory';
import { exitCode, formatReport, judge } from '../src/report/judge';
import { reportSchema } from '../src/report/schema';

const examples = join(import.meta.dirname, 'examples');
const readme = readFileSync(join(examples, 'README.md'), 'utf8');

/** By another author, from the contracts alone. */
describe('a bundle by another author', () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` \| (\d).*? \| (.+) \|$/gm)].map(
    ([, name, exit, finding]) => [name!, Number(exit), finding!] as const,
  );

  it('is judged three times', () => expect(rows.map(([name]) => name)).toEqual(['clean', 'lost', 'cut']));

  it.each(rows)('%s ends with %d: %s', async (name, exit, finding) => {
    const report = judge(await readBundleDirectory(join(examples, name)));
    expect(exitCode(report)).toBe(exit);
    const codes = report.scenarios.flatMap(({ findings }) => findings.map(({ code }) => code));
    expect(codes).toEqual({ clean: [], lost: ['ACK_LOST'], cut: ['LEDGER_CUT'] }[name]);
    if (name === 'lost') expect(finding).toContain('`ACK_LOST`');
    expect(reportSchema.parse(JSON.parse(formatReport(report)))).toEqual(report);
  });
});
