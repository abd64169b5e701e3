import { setMaxListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatFacts } from '@visits/proof';
import { Observations, type Seen } from '../bundle/observations';
import type { Load } from '../load/load';
import type { RunClock } from '../run-clock';
import type { Target, TargetPod } from '../targets/target';
import type { Door } from '../writer/visits';
import { WaitError } from '../wait';
import { Conductor } from './conductor';
import { PodWatch } from './pod-watch';
import { randomOf } from './random';
import { ENDED_EARLY, type RunEvents, type RunOptions } from './run-options';
import { Sampler } from './sampler';
import { Stage, type StageParts } from './stage';

/** One run from the first process to the last. Leaves the raw files of a bundle; what they mean is the judge's business. */
export class Run {
  readonly #clock: RunClock;
  readonly #observations: Observations;
  readonly #watch: PodWatch;
  readonly #target: Target;
  readonly #load: Load;
  readonly #limits: string[] = [];

  constructor(
    private readonly options: RunOptions,
    private readonly events: RunEvents,
  ) {
    const { directory, run, seed, challenge, rate, clock } = options;
    this.#clock = clock;
    this.#observations = new Observations(join(directory, 'observations.ndjson'), clock);
    const see = (seen: Seen) => this.#observations.see(seen);
    this.#watch = new PodWatch(this.#observations);
    const ledgerPath = join(directory, 'ledger.log');
    this.#load = options.load({ run, seed, challenge, rate, clock, ledgerPath, see });
    this.#target = options.target({
      see,
      onWaiting: (what, why) => events.onWaiting(what, why),
      onPod: (pod) => {
        this.#load.move(doorOf(pod));
        this.#watch.onPod(pod);
      },
      onGone: (pod, exit, why) => this.#watch.onGone(pod, exit, why),
    });
  }

  /** Ends everything at once. */
  kill(): void {
    this.#target.kill();
  }

  /** Resolves when nothing of it is left running. Rejects only where the run itself is broken. */
  async go(stop: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([stop, this.#load.lost]);
    setMaxListeners(0, signal);
    const all = this.options.scenarios.length;
    const sampler = new Sampler(this.#target, this.#load, this.#watch, this.#observations);
    const parts = this.#parts(sampler, signal);
    const conductor = new Conductor(this.options.scenarios, parts, this.events);
    try {
      this.events.onStep('start', 0, all);
      await this.#target.start(signal);
      await this.#load.open(this.#doors());
      this.#watch.onUnknown = (pod) => void sampler.count(pod);
      sampler.start();
      await conductor.conduct();
    } catch (error) {
      if (!(error instanceof WaitError) && !signal.aborted) throw error;
      const why = signal.aborted ? reasonOf(signal) : (error as WaitError).message;
      this.#limits.push(`${ENDED_EARLY}: ${why}.`);
      await this.#load.stop();
      await new Stage('run', parts).readVolumes('after');
    } finally {
      try {
        await this.#load.stop();
        await sampler.stop();
        await this.#load.close();
      } finally {
        // Whatever became of the load: what was changed is put back, and what was seen is written.
        this.events.onStep('stop', all, all);
        await this.#target.stop();
        this.#observations.close();
        this.#writeFacts([...conductor.limits, ...this.#limits, ...this.options.limits]);
      }
    }
  }

  #doors(): Door[] {
    const { apps } = this.#target;
    const pods = apps.flatMap((app) => this.#target.pods(app).map(doorOf));
    return [...pods, ...apps.map((app) => ({ app, target: 'service', origin: this.#target.service(app) }))];
  }

  #parts(sampler: Sampler, signal: AbortSignal): StageParts {
    const { profile, hooks, seed, directory } = this.options;
    return {
      ...{ target: this.#target, load: this.#load, sampler, watch: this.#watch, clock: this.#clock },
      ...{ profile, hooks, signal, random: randomOf(seed) },
      see: (seen) => this.#observations.see(seen),
      onWaiting: (what, why) => this.events.onWaiting(what, why),
      limit: (why) => this.#limits.push(why),
      volumeDir: (claim, when) => join(directory, 'volumes', claim, when),
    };
  }

  #writeFacts(limits: readonly string[]): void {
    const { run, tool, profile, challenge, scenarios, directory } = this.options;
    const target = this.#target.facts();
    const untested = scenarios.flatMap(({ scenario: { name }, skipped }) => {
      const [, what] = /^not tested: (.*)$/.exec(skipped ?? '') ?? [];
      return what ? [`${name}: ${what}.`] : [];
    });
    const facts = formatFacts({
      ...{ schema: 1, run, tool, profile, challenge },
      ...target,
      notTested: [...untested, ...(target.notTested ?? [])],
      scenarios: scenarios.map(({ scenario: { name }, skipped, named }) => ({
        ...{ name, named },
        ...(skipped !== undefined && { skipped }),
      })),
      clockErrorMs: this.#load.clockErrorMs,
      limits: [...limits],
    });
    writeFileSync(join(directory, 'facts.json'), facts);
  }
}

const doorOf = ({ app, name, origin }: TargetPod): Door => ({ app, target: name, origin });

const reasonOf = ({ reason }: AbortSignal) => (reason instanceof Error ? reason.message : String(reason));
