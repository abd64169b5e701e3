import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from '../workspace';

const run = promisify(execFile);

/** Builds programs anew, of changed sources, each into a folder of its name below `folder`. */
export async function buildPlanted(
  programs: readonly string[],
  changed: Readonly<Record<string, string>>,
  folder: string,
): Promise<void> {
  const file = join(folder, 'changed.json');
  writeFileSync(file, JSON.stringify(changed));
  const build = (name: string) => ['tools/build/build.mjs', `apps/${name}`, join(folder, name), file];
  await Promise.all(programs.map((name) => run(process.execPath, build(name), { cwd: workspaceRoot })));
}
