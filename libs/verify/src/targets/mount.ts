import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface Mount {
  readonly point: string;
  readonly fileSystem: string;
  readonly device: string;
  readonly options: string;
}

/** What a directory lies on, as Linux says it; null elsewhere. */
export function mountOf(dir: string, mountInfo: string | null = readMountInfo()): Mount | null {
  const path = `${resolve(dir)}/`;
  const mounts = (mountInfo ?? '').split('\n').flatMap((line): Mount[] => {
    // 36 35 98:0 /root /point options shared:1 - ext4 /dev/loop0 rw
    const [left = '', right = ''] = line.split(' - ');
    const [, , , , point, options] = left.split(' ');
    const [fileSystem, device] = right.split(' ');
    if (!point || !options || !fileSystem || !device) return [];
    return [{ point: unescape(point), fileSystem, device: unescape(device), options }];
  });
  const around = mounts.filter(({ point }) => path.startsWith(point === '/' ? '/' : `${point}/`));
  // Of two at one place the later one hides the other.
  return around.reduce<Mount | null>(
    (best, mount) => (!best || mount.point.length >= best.point.length ? mount : best),
    null,
  );
}

/** Spaces and the like stand as `\040`. */
const unescape = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

function readMountInfo(): string | null {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return null;
  }
}
