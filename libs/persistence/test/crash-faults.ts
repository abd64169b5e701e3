import type { Call, Fault, SimulatedDisk, SimulatedTime, SimulatedVolume } from '../src/testing';
import type { Moment, PlannedFault } from './crash-history';
import type { CrashLedger } from './crash-ledger';

interface Armed {
  readonly at: Moment;
  readonly fault: PlannedFault;
  waits: number;
  left: number;
}

/** More than the check for removed files takes, and the calls around it. */
const NOTICED_MS = 1_500;

/** What is going to happen at the calls to come. */
export class FaultPlan {
  #armed: Armed[] = [];
  #longestHangMs = 0;
  #moved = 0;
  readonly #hanging = new Set<SimulatedVolume>();

  constructor(
    private readonly disk: SimulatedDisk,
    private readonly time: SimulatedTime,
    private readonly ledger: CrashLedger,
  ) {}

  arm(at: Moment, fault: PlannedFault): void {
    if (fault.kind === 'hang') this.#longestHangMs = Math.max(this.#longestHangMs, fault.ms);
    this.#armed.push({ at, fault, waits: at.after, left: 'times' in fault ? fault.times : 1 });
  }

  clear(): void {
    this.#armed = [];
  }

  decide(call: Call): Fault | undefined {
    for (const armed of this.#armed) {
      if (armed.waits >= 0 && !meets(armed.at, call)) continue;
      armed.waits -= 1;
      if (armed.waits >= 0) continue;
      armed.left -= 1;
      if (armed.left <= 0) this.#armed.splice(this.#armed.indexOf(armed), 1);
      return this.#happens(armed.fault, call);
    }
    return undefined;
  }

  #happens(fault: PlannedFault, call: Call): Fault | undefined {
    switch (fault.kind) {
      case 'error':
        return { kind: 'error', code: fault.code, errno: fault.code === 'UNKNOWN' ? -122 : undefined };
      case 'hang':
        return { kind: 'hang', until: this.#hang(call.volume, fault.ms), code: fault.code };
      case 'lie':
        this.ledger.lied = true;
        return { kind: 'lie' };
      case 'remove':
      case 'move':
        this.#meddle(fault.kind, fault.name);
        return undefined;
      default:
        return fault;
    }
  }

  /** Does a call of this process not return? */
  hangs(volume: SimulatedVolume): boolean {
    return this.#hanging.has(volume);
  }

  async #hang(volume: SimulatedVolume, ms: number): Promise<void> {
    this.#hanging.add(volume);
    await this.time.sleep(ms);
    this.#hanging.delete(volume);
  }

  /** Another process's `rm` or `mv`. */
  #meddle(kind: 'remove' | 'move', name: string): void {
    if (!this.disk.find(name)) return;
    const until = kind === 'move' ? this.time.now + NOTICED_MS + this.#longestHangMs : 0;
    this.ledger.excuse(until);
    if (kind === 'move') return this.disk.rename(name, `moved.${(this.#moved += 1)}`);
    this.ledger.removes(this.disk.content(name));
    this.disk.remove(name);
  }
}

const meets = ({ operation, name }: Moment, call: Call): boolean =>
  (operation === undefined || operation === call.operation) && (name === undefined || name === call.name);
