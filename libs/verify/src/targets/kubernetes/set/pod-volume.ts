import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileRead } from '../../target';
import type { ObjectOf } from '../client';
import { dataDirOf } from '../pods/app-pod';
import type { Reach } from '../reach/reach';
import { parseVolumeStream, VOLUME_SCRIPT } from './volume-stream';

const TRIES = 5;
/** Of a file that is larger only the end is copied, with the sum of all of it. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Copies a claim's files through a pod that has it mounted; sizes and sums are taken in the pod. */
export async function copyPodVolume(reach: Reach, pod: ObjectOf<'Pod'>, to: string): Promise<FileRead[]> {
  const command = ['sh', '-c', VOLUME_SCRIPT, 'sh', dataDirOf(pod), String(MOST_BYTES)];
  let why = '';
  for (let tries = 0; tries < TRIES; tries++) {
    const { stdout, stderr, exit } = await reach.run(pod, command);
    const files = exit === 0 ? parseVolumeStream(stdout) : null;
    if (!files) {
      why = stderr.trim() || (exit === 0 ? 'it changed while it was read' : `exit ${exit ?? 'unknown'}`);
      continue;
    }
    mkdirSync(to, { recursive: true });
    return files.map(({ name: file, size, sha256, from, bytes }) => {
      writeFileSync(join(to, file), bytes);
      return { name: file, size, sha256, ...(from > 0 && { from }) };
    });
  }
  throw new Error(`the volume of ${pod.metadata?.name} could not be read in ${TRIES} tries: ${why}`);
}
