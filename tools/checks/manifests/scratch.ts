import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { render } from '@visits/testing/kubectl';
import { Manifests } from '@visits/testing/manifests';
import { workspaceRoot } from '@visits/testing/workspace';

const scratch = join(workspaceRoot, 'tmp/render');

/** Renders a kustomization that somebody might write on top of ours; `deploy` is where it finds ours. */
export function renderWritten(kustomization: (deploy: string) => object): Manifests {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'with-'));
  const written = kustomization(relative(folder, join(workspaceRoot, 'deploy')));
  writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify(written));
  try {
    return Manifests.parse(render(relative(workspaceRoot, folder)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
