import { MAX_TORN_BYTES, TORN } from './layout';
import { closing, writeFully } from './transfer';
import type { Volume } from './volume';

/** Keeps a torn tail for whoever wants to look at it, durably, before it is cut from the log. */
export async function keepTorn(volume: Volume, bytes: Buffer): Promise<void> {
  const file = await volume.open(TORN, 'create');
  await closing(file, async () => {
    let { size } = await file.stat();
    if (size + bytes.length > MAX_TORN_BYTES) {
      await file.truncate(0);
      size = 0;
    }
    await writeFully(file, bytes, size);
    await file.sync();
  });
  await volume.sync(); // the cut that follows is durable, so its name has to be
}
