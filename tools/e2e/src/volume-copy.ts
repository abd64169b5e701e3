import { type Ledger, VOLUME_FILES, type Verdict } from '@visits/testing/ledger';
import { type Namespace } from './namespace';

/** Compares what visitors were answered with what the volumes of these pods hold, read by `cat` in their app containers. */
export async function judge(namespace: Namespace, pods: readonly string[], ledger: Ledger): Promise<Verdict> {
  return ledger.judgeVolumes(await Promise.all(pods.map((pod) => filesOf(namespace, pod))));
}

async function filesOf(namespace: Namespace, pod: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of VOLUME_FILES) {
    const script = `[ ! -e /data/${name} ] || cat /data/${name}`;
    const text = await namespace.exec(pod, ['sh', '-c', script]);
    if (text !== '') files.set(name, Buffer.from(text));
  }
  return files;
}

/** The lines of the log, as anybody sees them. */
export async function linesOf(namespace: Namespace, pod: string): Promise<string[]> {
  return (await namespace.exec(pod, ['cat', '/data/visits.log'])).split('\n').slice(0, -1);
}
