import { errnoOf, LocalSetError } from './errors';
import { type Roster, runningRoster, runs } from './roster';

/** A set that another process runs, found by its data directory. */
export class RunningSet {
  private constructor(private readonly roster: Roster) {}

  static find(dataDir: string): RunningSet | null {
    const roster = runningRoster(dataDir);
    return roster && new RunningSet(roster);
  }

  /** Throws `set-not-running`. */
  static on(dataDir: string): RunningSet {
    const set = RunningSet.find(dataDir);
    if (set) return set;
    throw new LocalSetError(
      'set-not-running',
      `No \`visits local\` runs on ${dataDir}.`,
      'Start one, or name its directory.',
    );
  }

  get pods(): string[] {
    return Object.keys(this.roster.pods);
  }

  /** Where the balancer of the first app listens. */
  get url(): string | undefined {
    return Object.values(this.roster.urls)[0];
  }

  /** Sends a signal to the pod's app; gives its process id. Throws `pod-unknown`, or `pod-down` without a process. */
  signal(pod: string, signal: NodeJS.Signals): number {
    const pid = this.roster.apps[pod];
    if (pid === undefined) {
      throw new LocalSetError(
        'pod-unknown',
        `There is no pod ${pod}.`,
        `Name one of ${this.pods.join(', ')}.`,
      );
    }
    if (pid !== null && runs(pid) && reaches(pid, signal)) return pid;
    throw new LocalSetError('pod-down', `${pod} has no process at this moment.`, 'Try again in a second.');
  }
}

/** False where the process has ended since it was looked at. */
function reaches(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return false;
    throw error;
  }
}
