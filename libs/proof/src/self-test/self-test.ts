import { type Files } from '../bundle/bundle';
import { judge } from '../report/judge';
import { type Report, type SelfTestResult } from '../report/schema';
import { type Rule } from '../rules/rule';
import { EXCUSED, LIES, type Plant } from './lies';
import { simulateRun } from './simulated-run';

export interface SelfTestOptions {
  readonly seed: number;
  readonly clean: number;
  /** How often each lie and each excuse is simulated. */
  readonly perLie: number;
  /** A broken judge, for the test of the self-test. */
  readonly rules?: readonly Rule[];
}

export interface SelfTestFailure {
  readonly seed: number;
  readonly what: string;
  readonly expected: string;
  readonly found: readonly string[];
}

/** Before every report, in a moment; by command and at build, thoroughly. */
export const QUICK: SelfTestOptions = { seed: 1, clean: 1, perLie: 1 };
export const THOROUGH: SelfTestOptions = { seed: 1, clean: 200, perLie: 5 };

/** An honest set may lose its power too. */
const POWER: Plant = { behaviour: { power: true }, codes: [] };

/** Simulated runs, honest and not, through the judge that is shipped. */
export function selfTest({
  seed,
  clean,
  perLie,
  rules,
}: SelfTestOptions): SelfTestResult & { failures: readonly SelfTestFailure[] } {
  const failures: SelfTestFailure[] = [];
  let falseAlarms = 0;
  const acquit = (what: string, at: number, plant?: Plant): void => {
    const report = judge(simulatedFiles(at, plant), { rules });
    const found = codesOf(report);
    const named = !plant?.codes.length || plant.codes.some((code) => found.includes(code));
    if (report.verdict === 'violated') falseAlarms++;
    if (report.verdict === 'violated' || !named)
      failures.push({ seed: at, what, expected: plant?.codes.join(' or ') ?? 'held', found });
  };
  for (let i = 0; i < clean; i++) acquit('clean', seed + i, i % 3 === 0 ? POWER : undefined);
  for (const [what, plant] of Object.entries(EXCUSED))
    for (let i = 0; i < perLie; i++) acquit(what, seed + i, plant);

  let convicted = 0;
  for (const [what, plant] of Object.entries<Plant>(LIES))
    for (let i = 0; i < perLie; i++) {
      const report = judge(simulatedFiles(seed + i, plant), { rules });
      const found = codesOf(report);
      if (report.verdict === 'violated' && plant.codes.some((code) => found.includes(code))) convicted++;
      else failures.push({ seed: seed + i, what, expected: plant.codes.join(' or '), found });
    }
  const lies = { runs: Object.keys(LIES).length * perLie, convicted };
  const runs = clean + Object.keys(EXCUSED).length * perLie;
  return { clean: { runs, falseAlarms }, lies, passed: failures.length === 0, failures };
}

/** The bytes of one simulated bundle, with what befell them on their way. */
export function simulatedFiles(seed: number, plant?: Plant): Files {
  const { draft, victim, behaviour } = simulateRun(seed, plant?.behaviour);
  const files = draft.files();
  const change = (name: string, by: (bytes: Buffer) => Uint8Array): void =>
    void files.set(name, by(Buffer.from(files.get(name)!)));
  const log = `volumes/visits-${victim.name}/after/visits.log`;
  if (behaviour.cutsLedger)
    change('ledger.log', (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.8)));
  if (behaviour.cutsCopy) change(log, (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.8)));
  if (behaviour.flipsByte) {
    // What was read there was already damaged: the copy is true.
    files.delete('observations.ndjson');
    change(log, (bytes) => {
      bytes[Math.floor(bytes.length * 0.8)]! ^= 1;
      return bytes;
    });
  }
  return files;
}

function codesOf({ scenarios }: Report): string[] {
  return [...new Set(scenarios.flatMap(({ findings }) => findings.map(({ code }) => code)))];
}
