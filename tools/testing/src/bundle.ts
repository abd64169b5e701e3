import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Program = 'clock' | 'calculator' | 'metrics-sidecar';
type Bundle = Program | 'cli';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The bundle that ships, not the source. */
export function bundleOf(program: Bundle): string {
  const path = `${root}dist/apps/${program}/main.mjs`;
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\``);
  return path;
}
