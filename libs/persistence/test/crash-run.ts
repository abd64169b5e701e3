import { checkVolume } from '../src/fsck/check';
import { MAX_COUNT } from '../src/format/layout';
import { readVolume } from '../src/reading/reader';
import {
  findProblems,
  Random,
  SimulatedDisk,
  SimulatedTime,
  type Call,
  type Fault,
  type SimulatedVolume,
} from '../src/testing';
import { FaultPlan } from './crash-faults';
import { adoptedText, type History, type Step } from './crash-history';
import { CrashLedger } from './crash-ledger';
import { CrashProcess, type CrashWorld } from './crash-process';
import { seeWaiter } from './crash-waiter';

/** A history ends within a fraction of it; what does not, hangs. */
const MAX_TURNS = 40_000;
const MAX_CALLS = 200_000;
/** Longer than any backoff, hang and deadline together. */
const PATIENCE_MS = 120_000;

/** Lives a volume's history on the simulated disk. `problems`: what is wrong; none as long as each promise holds. */
export async function runHistory(history: History): Promise<Pick<CrashLedger, 'problems' | 'crashes'>> {
  const time = new SimulatedTime();
  const run = new CrashRun(history, time);
  const ended = await time.run(
    () => run.live().catch((error: Error) => void run.problem(`${error.stack}`)),
    MAX_TURNS,
  );
  if (ended === null) run.problem(`it hangs: ${run.whereabouts}`);
  return { problems: run.problems, crashes: run.ledger.crashes };
}

class CrashRun implements CrashWorld {
  readonly disk: SimulatedDisk;
  readonly ledger: CrashLedger;
  readonly keepBytes: number | undefined;
  cutAt: 'answer' | 'refusal' | null = null;
  readonly #plan: FaultPlan;
  readonly #random: Random;
  readonly #processes: (CrashProcess | null)[] = [null, null];
  #sidecar: SimulatedVolume | null = null;
  #texts = 0;
  #boots = 0;
  #step: Step | 'the end' = 'the end';

  constructor(
    private readonly history: History,
    readonly time: SimulatedTime,
  ) {
    this.keepBytes = history.keepBytes;
    this.disk = new SimulatedDisk(history.seed);
    this.disk.capacityBytes = Infinity;
    this.disk.onPowerCut = () => this.ledger.powerCut();
    this.disk.fault = (call) => this.#fate(call);
    this.#random = new Random(history.seed + 1);
    this.ledger = new CrashLedger(this.disk, time, this.keepBytes !== undefined, history.adopted ?? 0);
    this.#plan = new FaultPlan(this.disk, time, this.ledger);
    if (history.adopted !== undefined) {
      this.disk.create('visits.txt').write(Buffer.from(adoptedText(history.adopted, history.seed)), 0);
    }
  }

  get problems(): string[] {
    return this.ledger.problems;
  }

  get whereabouts(): string {
    const states = this.#processes.map((process) => process?.journal.status().state ?? 'gone');
    return `${JSON.stringify(this.#step)}, ${states.join(' and ')}`;
  }

  problem(text: string): void {
    this.problems.push(text);
  }

  powerCut(): void {
    this.disk.powerCut();
  }

  waits(process: CrashProcess): void {
    const other = this.#processes.find((one) => one !== process && one?.isRunning);
    if (other) void seeWaiter(this, process, other);
  }

  async live(): Promise<void> {
    for (const step of this.history.steps) {
      this.#step = step;
      await this.#take(step);
    }
    this.#step = 'the end';
    await this.#end();
  }

  #fate(call: Call): Fault | undefined {
    if (call.n > MAX_CALLS) return { kind: 'hang', until: new Promise(() => undefined) };
    const process = this.#processes.find((one) => one?.volume === call.volume);
    // A reader's calls only take their time: a whole commit may end between two of them.
    if (!process) return this.#slowly(5);
    if (this.#plan.hangs(process.volume) && process.journal.status().state === 'stalled')
      this.problem(`${call.operation} ${call.name} while stalled`);
    const planned = this.#plan.decide(call);
    return planned ?? this.#slowly(1);
  }

  #slowly(ms: number): Fault | undefined {
    if (!this.#random.chance(this.history.slow)) return undefined;
    return { kind: 'hang', until: this.time.sleep(this.#random.next() * ms) };
  }

  async #take(step: Step): Promise<void> {
    const process = 'who' in step ? (this.#processes[step.who] ?? null) : null;
    const running = process?.isRunning ? process : null;
    switch (step.do) {
      case 'start':
        if (!running) this.#processes[step.who] = new CrashProcess(this, `${(this.#boots += 1)}`);
        return;
      case 'append':
        for (let n = 0; running && n < step.visits; n += 1) {
          running.append(`visit ${(this.#texts += 1)}${'.'.repeat(step.pad)}`);
        }
        return;
      case 'answers':
        return this.#until(() => this.ledger.pending === 0, PATIENCE_MS, 'no answer');
      case 'open':
        return this.#until(() => !running?.isRunning || this.#isServed(), step.ms);
      case 'pass':
        return this.time.sleep(step.ms);
      case 'close':
        return running?.close();
      case 'kill':
        if (running) this.disk.kill(running.volume);
        return;
      case 'power-cut':
        if (step.at === 'now') this.disk.powerCut();
        else this.cutAt = step.at;
        return;
      case 'fault':
        return this.#plan.arm(step.at, step.fault);
      case 'watch':
        return void this.#watch();
      case 'capacity':
        this.disk.capacityBytes = step.bytes ?? Infinity;
        return;
      case 'scribble':
        return this.#scribble(step.text);
    }
  }

  #isServed(): boolean {
    return this.#processes.some((process) => process?.isRunning && process.journal.status().state === 'open');
  }

  /** Everything is well again: all that was answered must be there, and the volume goes on counting. */
  async #end(): Promise<void> {
    this.#plan.clear();
    this.cutAt = null;
    this.disk.capacityBytes = Infinity;
    await this.#until(() => this.ledger.pending === 0, PATIENCE_MS, 'no answer');
    for (const process of this.#processes) if (process?.isRunning) await process.close();
    const before = await this.#nextLife();
    const after = await this.#nextLife();
    if (after !== Math.min(before + 1, MAX_COUNT)) this.problem(`${before} and one more make ${after}`);
    const volume = this.disk.mount();
    this.problems.push(...(await findProblems(volume, this.ledger)));
    const { damage, tornBytes } = await checkVolume(volume);
    if (!this.ledger.meddled && damage.length > 0) this.problem(`fsck: ${JSON.stringify(damage)}`);
    if (this.ledger.meddled && damage.length === 0) {
      const found = await findProblems(volume, { acknowledged: [] });
      const holes = found.filter((problem) => /unknown bytes| follows /.test(problem));
      if (holes.length > 0) this.problem(`fsck does not report: ${holes.join(', ')}`);
    }
    for (const text of this.ledger.scribbles) {
      if (!this.disk.names.some((name) => this.disk.content(name)?.includes(text)))
        this.problem(`somebody's ${JSON.stringify(text)} was deleted`);
    }
    if (tornBytes > 0) this.problem(`fsck: ${tornBytes} torn bytes after a clean close`);
  }

  /** Opens, appends, closes; the count that it ended with. */
  async #nextLife(): Promise<number> {
    const process = (this.#processes[0] = new CrashProcess(this, `${(this.#boots += 1)}`));
    const { journal } = process;
    await this.#until(
      () => journal.status().state === 'open',
      PATIENCE_MS,
      `not open: ${journal.status().reason?.message}`,
    );
    process.append(`visit ${(this.#texts += 1)}`);
    await this.#until(() => this.ledger.pending === 0, PATIENCE_MS, 'no answer');
    const { damage, visits } = journal.status();
    if (!this.ledger.meddled && damage.length > 0) this.problem(`damage: ${JSON.stringify(damage)}`);
    await process.close();
    return visits;
  }

  async #until(condition: () => boolean, patienceMs: number, problem?: string): Promise<void> {
    const deadline = this.time.now + patienceMs;
    for (let pauseMs = 0.1; !condition(); pauseMs = Math.min(pauseMs * 1.5, 200)) {
      if (this.time.now > deadline) {
        if (problem) throw new Error(`${problem} (${this.whereabouts})`);
        return;
      }
      await this.time.sleep(pauseMs);
    }
  }

  /** Nobody runs: somebody else's bytes behind the log. */
  #scribble(text: string): void {
    const log = this.disk.find('visits.log');
    if (!log || this.#processes.some((process) => process?.isRunning)) return;
    const clean = this.disk.content('visits.log')?.toString('latin1').endsWith('\n') ?? false;
    log.write(Buffer.from(text), log.size);
    log.sync();
    this.disk.syncNames();
    this.ledger.scribbled(text, clean);
  }

  /** A sidecar until the power goes: its count never goes down, nor below what was acknowledged. */
  async #watch(): Promise<void> {
    if (this.#sidecar?.isDead === false) return;
    const volume = (this.#sidecar = this.disk.mount());
    let highest = 0;
    let pauseMs = 0.3;
    while (!volume.isDead && !this.ledger.meddled && this.#step !== 'the end') {
      const floor = this.#processes.some((process) => process?.viewFailed) ? 0 : this.ledger.floor;
      const reading = await Promise.race([
        readVolume(volume).catch(() => null),
        volume.death.then(() => null),
      ]);
      if (reading && !this.ledger.meddled) {
        const least = Math.max(highest, floor);
        if (reading.visits < least)
          this.problem(`a reader says ${reading.visits}, after ${highest} and ${floor} acknowledged`);
        if (reading.damage.length > 0)
          this.problem(`a reader reports damage: ${JSON.stringify(reading.damage)}`);
        pauseMs = reading.visits > highest ? 0.3 : pauseMs * 1.6;
        highest = Math.max(highest, reading.visits);
      }
      await this.time.sleep(this.#random.next() * pauseMs);
    }
  }
}
