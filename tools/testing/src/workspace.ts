import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** The folders of `deploy/<part>` that hold a kustomization. */
export function kustomizations(part: 'base' | 'components' | 'overlays'): string[] {
  const folder = join(workspaceRoot, 'deploy', part);
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'kustomization.yaml')))
    .sort();
}
