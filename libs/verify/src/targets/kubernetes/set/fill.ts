import { WaitError } from '../../../wait';
import type { ObjectOf } from '../client';
import { dataDirOf } from '../pods/app-pod';
import type { Reach } from '../reach/reach';

export const FILL_FILE = 'visits-verify.fill';
const DEADLINE_MS = 120_000;
/** A file system takes some of a volume for itself; one that shows much more is not the claim's own. */
const MOST_SHARE = 1.25;

/**
 * Space that is taken without being written: else all that is dirty would have to reach the disk before a visit's own
 * sync returns. Then the rest, at last in small pieces: a large one is refused while there is room for some lines. The
 * file is opened once: it does not come again where somebody has removed it meanwhile.
 */
const FILL_SCRIPT = `
avail() { df -B1 --output=avail "$1" | tail -1; }
exec 3> "$2"
fallocate -l $(($(avail "$1") / 10 * 9)) /dev/fd/3 2> /dev/null
for bytes in 128k 1k 1k; do
  dd if=/dev/zero of=/dev/fd/3 oflag=append conv=notrunc status=none bs=$bytes
  sync -f /dev/fd/3
done
[ "$(avail "$1")" -lt 65536 ]
`;

export interface ClaimedVolume {
  readonly pod: ObjectOf<'Pod'>;
  /** What its claim asks for. */
  readonly claimedBytes: number;
}

/**
 * Fills all volumes through their pods; gives what frees them, through the pods that are there by then. Rejects with
 * WaitError, and frees what was filled, where a claim's size is not enforced or a volume cannot be filled.
 */
export async function fillVolumes(
  reach: Reach,
  volumes: () => readonly ClaimedVolume[],
): Promise<() => Promise<void>> {
  const free = async () => void (await Promise.all(volumes().map(({ pod }) => freeVolume(reach, pod))));
  const filled = await Promise.allSettled(volumes().map((volume) => fillVolume(reach, volume)));
  const failed = filled.find((one) => one.status === 'rejected');
  if (!failed) return free;
  await free();
  throw failed.reason;
}

/** Nothing is written where the claim's size is not enforced. */
async function fillVolume(reach: Reach, { pod, claimedBytes }: ClaimedVolume): Promise<void> {
  const what = `the volume of ${pod.metadata?.name}`;
  const asked = await reach.run(pod, ['df', '-B1', '--output=size', dataDirOf(pod)]);
  if (asked.exit !== 0)
    throw new WaitError(what, `its size is not known: ${asked.stderr.trim()}`, 'impossible');
  const size = Number(asked.stdout.toString('utf8').trim().split('\n').at(-1));
  if (!(size <= claimedBytes * MOST_SHARE))
    throw new WaitError(
      what,
      `its class enforces no size (${size} bytes, ${claimedBytes} asked for)`,
      'impossible',
    );
  const command = ['sh', '-c', FILL_SCRIPT, 'sh', dataDirOf(pod), `${dataDirOf(pod)}/${FILL_FILE}`];
  const { exit, stderr } = await reach.run(pod, command, DEADLINE_MS);
  if (exit !== 0) throw new WaitError(what, `it could not be filled: ${stderr.trim()}`, 'impossible');
}

/** Rejects where it may still be full. */
export async function freeVolume(reach: Reach, pod: ObjectOf<'Pod'>): Promise<void> {
  const path = `${dataDirOf(pod)}/${FILL_FILE}`;
  const { exit, stderr } = await reach.run(pod, ['rm', '-f', path]);
  if (exit !== 0)
    throw new WaitError(
      `the volume of ${pod.metadata?.name}`,
      `it could not be freed: ${stderr.trim()}`,
      'impossible',
    );
}

const UNITS: Readonly<Record<string, number>> = {
  ...{ '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50 },
};

/** `10M`, `1Gi`: in bytes. */
export function bytesOf(quantity: string): number {
  const [, number, unit = ''] = /^([0-9.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Number(number) * (UNITS[unit] ?? Number.NaN);
}
