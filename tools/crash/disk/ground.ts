import { killAll } from '@visits/testing/pod';
import { type FileSystem, LoopVolume } from './loop-volume';

const mounted: LoopVolume[] = [];

/** A file system of an exact size that goes with the test. */
export function fileSystem(kind: FileSystem, megabytes: number, options?: string): LoopVolume {
  const volume = new LoopVolume(kind, megabytes, options);
  mounted.push(volume);
  return volume;
}

/** To be called once in each file: no process and no mount outlives its test. */
export function leavesNothing(): void {
  afterEach(async () => {
    await killAll();
    for (const volume of mounted.splice(0)) volume.remove();
  });
}
