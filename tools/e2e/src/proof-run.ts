import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '@visits/proof';
import { lacks } from './evidence';
import { visits } from './visits-command';

export interface Proved {
  readonly exit: number;
  readonly stderr: string;
  readonly tookMs: number;
  readonly report: Report;
  readonly bundle: string;
  /** `name verdict`, of each scenario that was not skipped. */
  readonly verdicts: readonly string[];
  /** Who sees a failure sees why. */
  readonly why: readonly string[];
}

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

/** A folder that goes with the spec. */
export function folder(): string {
  made.push(mkdtempSync(join(tmpdir(), 'visits-e2e-verify-')));
  return made.at(-1)!;
}

/**
 * `visits verify …` to its end, with its report. A busy machine leaves a run undecided, which says nothing: it is run
 * once more. A violation stays one.
 */
export async function prove(...args: string[]): Promise<Proved> {
  const first = await proveOnce(...args);
  if (first.exit !== 2) return first;
  const second = await proveOnce(...args);
  return { ...second, why: [...second.why, 'undecided before:', ...first.why] };
}

/** What decided comes before what was said on the way: CI shows the beginning of a failure. */
export function expectHeld({ exit, why, stderr }: Proved): void {
  expect(exit === 0 ? [exit] : [exit, ...why, stderr]).toEqual([0]);
}

async function proveOnce(...args: string[]): Promise<Proved> {
  const out = folder();
  const startedMs = performance.now();
  const { status: exit, stdout, stderr } = await visits([...args, '--out', out, '-o', 'json']);
  const tookMs = performance.now() - startedMs;
  const report = JSON.parse(stdout || '{}') as Report;
  const played = report.scenarios?.filter(({ verdict }) => verdict !== 'skipped') ?? [];
  const verdicts = played.map(({ name, verdict }) => `${name} ${verdict}`);
  const why = [
    ...played.flatMap(({ name, findings }) =>
      findings.flatMap(({ severity, code, message }) =>
        severity === 'warning' ? [] : [`${name}: ${code}: ${message}`],
      ),
    ),
    ...played.flatMap(({ name, verdict, reasons }) =>
      reasons.map((reason) => `${name} ${verdict}: ${reason}`),
    ),
    ...(report.limits ?? []).map((limit) => JSON.stringify(limit)),
  ];
  return { exit, stderr, tookMs, report, verdicts, why, bundle: join(out, readdirSync(out)[0] ?? '') };
}

/** How the power of a volume is cut here; E2E_LACKS names `volume-cut` where it cannot be. */
export function powerFlags(): string[] {
  if (lacks('volume-cut')) return [];
  const { E2E_VOLUME_CUT: cut, E2E_VOLUME_RESTORE: restore } = process.env;
  if (!cut || !restore)
    throw new Error('E2E_VOLUME_CUT and E2E_VOLUME_RESTORE are not set, and E2E_LACKS names no volume-cut');
  return ['--power-cut', cut, '--power-restore', restore];
}
