import type { Random } from '../src/testing';
import type { Moment, PlannedFault, Step } from './crash-history';

/** A course of events that chance alone meets too seldom; each was the only one to show some bug. */
export interface Plot {
  readonly steps: readonly Step[];
  readonly rotates?: boolean;
  readonly slow?: boolean;
  /** Somebody else touches the files: much is excused from then on. */
  readonly meddles?: boolean;
}

const LOG = 'visits.log';
const start = (who = 0): Step => ({ do: 'start', who });
const open = (who = 0): Step => ({ do: 'open', who, ms: 10_000 });
const pass = (ms: number): Step => ({ do: 'pass', ms });
const fault = (at: Moment, planned: PlannedFault): Step => ({ do: 'fault', at, fault: planned });
const answers: Step = { do: 'answers' };
const watch: Step = { do: 'watch' };
const cut: Step = { do: 'power-cut', at: 'now' };

export function plot(random: Random): Plot {
  const append = (who = 0): Step => {
    const pad = random.chance(0.5) ? random.below(480) : 0;
    return { do: 'append', who, visits: 1 + random.below(4), pad };
  };
  const counted = (times: number, who = 0): Step[] =>
    Array.from({ length: times }, () => [open(who), append(who), answers]).flat();
  const begun = [start(), ...counted(1)];
  const sick = (operation: Moment['operation'], times: number, name = LOG): Step =>
    fault({ after: 0, operation, name }, { kind: 'error', code: random.pick(['EIO', 'EROFS']), times });

  const plots: readonly (() => Plot)[] = [
    // A commit that cannot be taken back: only the page cache has it.
    () => ({ steps: [...begun, sick('datasync', 3), append(), answers, ...counted(2), cut] }),
    // Was the cut durable when it was reported?
    () => ({
      steps: [...begun, { do: 'power-cut', at: 'refusal' }, sick('datasync', 1), append(), answers],
    }),
    // The end of a process or of the machine within a rotation, and within the opening after it.
    () => {
      const at = random.pick([
        { operation: 'rename' },
        { operation: 'syncDirectory' },
        { operation: 'open', name: LOG },
      ] as const);
      const end = fault({ after: 0, ...at }, { kind: random.chance(0.7) ? 'power-cut' : 'kill' });
      const again = fault({ after: 5 + random.below(20) }, { kind: 'power-cut' });
      const reopened = random.chance(0.6) ? [again, start(), open()] : [watch, pass(2), start(), open()];
      return { rotates: true, steps: [...begun, ...counted(2), end, ...counted(4), ...reopened, cut] };
    },
    // A sidecar beside a view and a log that fail.
    () => {
      // A sync that fails late: the sidecar sees the commit before it is cut away.
      const late = fault(
        { after: 0, operation: 'datasync', name: LOG },
        { kind: 'hang', ms: 300, code: 'EIO' },
      );
      const failing = [
        ...(random.chance(0.7) ? [sick('write', 1, 'visits.txt'), append(), answers] : []),
        random.pick([sick('datasync', 1), late]),
        append(),
        answers,
      ];
      return {
        slow: true,
        rotates: random.chance(0.3),
        steps: [start(), watch, ...counted(2), ...failing, ...counted(2)],
      };
    },
    // A sidecar looks at what a power cut left, before anybody opens it.
    () => {
      const looked = [...begun, cut, watch, pass(2)];
      return { rotates: random.chance(0.3), steps: [...looked, ...looked, ...looked, ...begun] };
    },
    // Another process's rm or mv under load.
    () => {
      const name = random.pick([LOG, LOG, 'visits.txt', 'LOCK']);
      const meddling = fault(
        { after: random.below(4) },
        { kind: random.pick(['remove', 'move'] as const), name },
      );
      return {
        meddles: true,
        steps: [
          ...begun,
          meddling,
          ...counted(2),
          pass(4000),
          ...counted(2),
          random.chance(0.5) ? cut : pass(1),
        ],
      };
    },
    // Without LOCK, the log's own lock keeps two writers apart.
    () => {
      const gone = fault({ after: 0 }, { kind: 'remove', name: 'LOCK' });
      const both = [append(0), append(1), pass(random.below(150)), append(0), append(1), answers];
      const rivals = [pass(random.below(300)), ...both, pass(random.below(200)), ...both];
      return {
        meddles: true,
        rotates: random.chance(0.4),
        steps: [...begun, start(1), pass(20), gone, append(), ...rivals, ...counted(1)],
      };
    },
    // A disk that does not answer.
    () => {
      const operation = random.pick(['datasync', 'write'] as const);
      const code = random.chance(0.3) ? 'EIO' : undefined;
      const hang = fault(
        { after: 0, operation, name: LOG },
        { kind: 'hang', ms: 5_000 + random.below(9_000), code },
      );
      return { steps: [...begun, hang, append(), pass(7_000), append(), answers, ...counted(1)] };
    },
    // Somebody's bytes in the log, over two rotations.
    () => {
      const scribble: Step = { do: 'scribble', text: random.pick(['not ours\n', 'not ours', 'x\n\ny']) };
      const closed: Step = { do: 'close', who: 0 };
      const steps = [...begun, closed, { do: 'close', who: 1 } as const, scribble, start(), ...counted(7)];
      return { meddles: true, rotates: true, steps };
    },
    // An integer of another program, and the power goes at the first visit.
    () => ({
      steps: [start(), open(), fault({ after: random.below(4) }, { kind: 'power-cut' }), append(), answers],
    }),
  ];
  const [undone, refused, rotation, sidecar, remains] = plots as [
    () => Plot,
    () => Plot,
    () => Plot,
    () => Plot,
    () => Plot,
  ];
  return random.pick([...plots, undone, refused, rotation, rotation, sidecar, remains])();
}
