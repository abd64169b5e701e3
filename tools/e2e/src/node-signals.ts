import { type V1Pod } from '@kubernetes/client-node';
import { Namespace } from './namespace';
import { runPod } from './own-pod';

/**
 * Ends a program of a pod as the node's kernel would (out of memory, a crash): by SIGKILL from outside. Inside of a
 * container process 1 cannot be killed, so this pod shares the process ids of the node. It is no root: it may only
 * signal processes of the same user.
 */
export class NodeSignals {
  private constructor(private readonly namespace: Namespace) {}

  static async arrive(): Promise<NodeSignals> {
    const namespace = await Namespace.create('signals', 'privileged');
    await runPod(namespace, 'signals', { command: ['tail', '-f', '/dev/null'], spec: { hostPID: true } });
    return new NodeSignals(namespace);
  }

  async kill(pod: V1Pod, program: 'clock' | 'calculator' | 'metrics-sidecar'): Promise<void> {
    await this.namespace.exec('signals', ['node', '-e', script, pod.metadata!.uid!, program]);
  }
}

/** The cgroup of a process names its pod, with dashes or underscores. */
const script = `
  const fs = require('node:fs');
  const [uid, program] = process.argv.slice(1);
  const names = [uid, uid.replaceAll('-', '_')];
  const read = (pid, file) => { try { return fs.readFileSync('/proc/' + pid + '/' + file, 'utf8'); } catch { return ''; } };
  const found = fs.readdirSync('/proc').filter((pid) => /^\\d+$/.test(pid)
    && read(pid, 'cmdline').includes('/app/' + program + '/main.mjs')
    && names.some((name) => read(pid, 'cgroup').includes(name)));
  if (found.length !== 1) throw new Error(found.length + ' processes of ' + program + ' in the pod ' + uid);
  process.kill(Number(found[0]), 'SIGKILL');
`;
