import { execFileSync } from 'node:child_process';
import { cpus, release } from 'node:os';

/** The machine that the figures belong to, in one sentence. */
export function machine(directory, root) {
  const say = (command, ...args) => {
    try {
      return execFileSync(command, args, {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      return 'unknown';
    }
  };
  const [source, type] = say('findmnt', '-no', 'SOURCE,FSTYPE', '-T', directory).split(/\s+/);
  return [
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}`,
    `Linux ${release()}`,
    `disk ${source}, ${type}`,
    `Node ${process.versions.node}`,
    `commit ${say('git', 'rev-parse', '--short', 'HEAD')}`,
    new Date().toISOString().slice(0, 10),
  ].join(' · ');
}
