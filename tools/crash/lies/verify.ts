import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { reportSchema, type Report } from '@visits/proof';
import { bundleOf } from '@visits/testing/bundle';
import { buildPlanted } from '@visits/testing/planted/programs';

const run = promisify(execFile);
const SERVICES = ['clock', 'calculator'] as const;
const PROGRAMS = [...SERVICES, 'cli'] as const;
/** A run that has seen too little proves nothing either way: it is made anew. */
const MOST_RUNS = 3;

export interface Verified {
  readonly exit: number;
  readonly report: Report;
}

/** The programs that ship; some of them built anew, of changed sources. */
export class Programs {
  /** One folder a program. */
  readonly folder = mkdtempSync(join(tmpdir(), 'visits-lies-'));

  static async of(
    changed: Readonly<Record<string, string>>,
    built: readonly (typeof PROGRAMS)[number][] = SERVICES,
  ): Promise<Programs> {
    const programs = new Programs();
    const folder = programs.folder;
    for (const name of PROGRAMS.filter((one) => !built.includes(one)))
      cpSync(dirname(bundleOf(name)), join(folder, name), { recursive: true });
    await buildPlanted(built, changed, folder);
    return programs;
  }

  /** `visits verify local`; again while it is undecided, which is what a starved machine makes of a run. */
  async verify(only: readonly string[], flags: readonly string[] = []): Promise<Verified> {
    for (let runs = 1; ; runs += 1) {
      const verified = await this.verifyOnce(only, flags);
      if (verified.exit !== 2 || runs >= MOST_RUNS) return verified;
    }
  }

  async verifyOnce(only: readonly string[], flags: readonly string[] = []): Promise<Verified> {
    const out = mkdtempSync(join(this.folder, 'out-'));
    const command = [
      join(this.folder, 'cli/main.mjs'),
      'verify',
      'local',
      '--only',
      only.join(),
      '--out',
      out,
    ];
    const { code = 0, stderr } = await run(process.execPath, [...command, ...flags]).then(
      () => ({ code: 0, stderr: '' }),
      (error: { code?: number; stderr: string }) => error,
    );
    const [bundle] = readdirSync(out);
    if (!bundle) throw new Error(`verify left no bundle: ${stderr}`);
    const report = reportSchema.parse(JSON.parse(readFileSync(join(out, bundle, 'report.json'), 'utf8')));
    return { exit: code, report };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
