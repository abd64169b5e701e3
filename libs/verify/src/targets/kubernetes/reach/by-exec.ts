import { LEDGER_FILE } from '../../../load/writer-process';
import type { ClusterClient } from '../client';
import { appContainer } from '../pods/app-pod';
import { type Reach, WRITER_DIR } from './reach';

/** By commands in the pods themselves. */
export function byExec(client: ClusterClient): Reach {
  return {
    writerArgs: [],
    run(pod, command, deadlineMs) {
      const { namespace = '', name = '' } = pod.metadata ?? {};
      return client.exec({ namespace, pod: name, container: appContainer(pod).name }, command, {
        deadlineMs,
      });
    },
    async attach(writer) {
      const command = ['visits', 'verify', 'writer', '--attach', '--dir', WRITER_DIR];
      const running = await client.openExec(writer, command, true);
      running.stdout.setEncoding('utf8');
      running.stderr.resume();
      return {
        send: (text) => void running.stdin.write(text),
        onText: (hear) => void running.stdout.on('data', hear),
        closed: running.exit,
        close: () => running.close(),
      };
    },
    async salvage(writer) {
      const read = await client.exec(writer, ['cat', `${WRITER_DIR}/${LEDGER_FILE}`]).catch(() => null);
      return read && read.stdout.length > 0 ? read.stdout : null;
    },
  };
}
