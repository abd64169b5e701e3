import { gunzipSync } from 'node:zlib';

/** Where the kubelet reads why a container ended. */
const MESSAGE_FILE = '/dev/termination-log';

/**
 * What a command prints, packed, for a kubelet rotates a log at 10 MiB, and as text, for a log is lines. Its complaints
 * go where the kubelet reads them, and its status is the container's.
 */
const SCRIPT = `
message=$1
shift
{ status=$( { { "$@" 2> "$message"; echo $? >&3; } | gzip | base64 -w 0 >&4; } 3>&1 ); } 4>&1
exit "$status"
`;

/** The command that runs another one so that a log can carry what it prints. */
export function packed(command: readonly string[], messageFile = MESSAGE_FILE): string[] {
  return ['sh', '-c', SCRIPT, 'sh', messageFile, ...command];
}

/** What was printed; null of a log that was cut. */
export function unpacked(log: string): Buffer | null {
  try {
    return gunzipSync(Buffer.from(log, 'base64'));
  } catch {
    return null;
  }
}
