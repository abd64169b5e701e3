import { REPLICA } from '../format/layout';
import { parseReplica, type Replica, type ReplicaContent } from '../format/replica';
import { readStart, replaceFile, setAside } from './transfer';
import type { Volume } from './volume';

/** Ten times what we write. */
const MAX_REPLICA_BYTES = 4_000;

export async function readReplica(volume: Volume): Promise<ReplicaContent> {
  return parseReplica(await readStart(volume, REPLICA, MAX_REPLICA_BYTES));
}

/** Durable once it resolves, or not there at all. An unreadable one is set aside, not overwritten. */
export async function writeReplica(volume: Volume, before: ReplicaContent, replica: Replica): Promise<void> {
  if (before.kind === 'unreadable') await setAside(volume, REPLICA, `${REPLICA}.foreign`);
  await replaceFile(volume, REPLICA, Buffer.from(`${JSON.stringify(replica)}\n`));
}
