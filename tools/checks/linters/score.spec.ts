import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { overlays } from '@visits/testing/overlay';
import { workspaceRoot } from '@visits/testing/workspace';
import { failedChecks, kubeScore } from './kube-score';

/** The checks of the table under "Waivers", where their reasons are. */
function waived(): string[] {
  const readme = readFileSync(join(workspaceRoot, 'deploy/README.md'), 'utf8');
  return [...readme.matchAll(/^\|.*?kube-score `([\w-]+)`/gm)].map(([, id]) => id!).sort();
}

kubeScore.it(
  'kube-score asks for nothing but what deploy/README.md waives, and each waiver is needed',
  () => {
    const failed = overlays.flatMap((overlay) => failedChecks(`deploy/golden/${overlay}.yaml`));
    expect([...new Set(failed)].sort()).toEqual(waived());
  },
);
