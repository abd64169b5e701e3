import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger, type Verdict } from '../../crash/src/ledger';
import { type Namespace } from './namespace';
import { countOf } from './pod-client';

/** Compares what visitors were told with what the pod's volume holds, read by `cat` in its app container. */
export async function judge(namespace: Namespace, pod: string, ledger: Ledger): Promise<Verdict> {
  const directory = mkdtempSync(join(tmpdir(), 'visits-e2e-volume-'));
  try {
    for (const name of ['visits.log.1', 'visits.log', 'visits.txt']) {
      const script = `[ ! -e /data/${name} ] || cat /data/${name}`;
      writeFileSync(join(directory, name), await namespace.exec(pod, ['sh', '-c', script]));
    }
    return ledger.judge(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The lines of the log, as anybody sees them. */
export async function linesOf(namespace: Namespace, pod: string): Promise<string[]> {
  return (await namespace.exec(pod, ['cat', '/data/visits.log'])).split('\n').slice(0, -1);
}

/** The same for visitors whom a Service sent to several pods: each volume by the receipts of its replica. */
export function judgeAll(namespace: Namespace, pods: readonly string[], ledger: Ledger): Promise<Verdict[]> {
  return Promise.all(
    pods.map(async (pod) => {
      const { replica } = await countOf(namespace, pod);
      const part = new Ledger();
      ledger.receipts
        .filter((receipt) => receipt.replica === replica)
        .forEach((receipt) => part.add(receipt));
      part.unanswered = ledger.unanswered;
      return judge(namespace, pod, part);
    }),
  );
}
