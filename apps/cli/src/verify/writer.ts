import { attachWriter, runWriter } from '@visits/verify';
import { stopSignal } from '../signals';

export interface WriterFlags {
  readonly dir: string;
  readonly attach?: boolean;
  readonly run: string;
  readonly seed: string;
  readonly challenge: string;
  readonly rate: number;
  readonly port?: number;
  readonly for: number;
}

/** `visits verify writer`: what runs in the writer's pod, and what joins a run to it. */
export async function writer({ attach, for: forMs, ...flags }: WriterFlags): Promise<number> {
  if (attach) {
    await attachWriter(flags.dir, process.stdin, process.stdout);
    return 0;
  }
  const stop = new AbortController();
  void stopSignal(() => process.exit(2)).then(() => stop.abort());
  await runWriter({ ...flags, forMs }, stop.signal);
  return 0;
}
