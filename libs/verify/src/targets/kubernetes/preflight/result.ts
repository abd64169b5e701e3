/** One thing that was looked at before a run. */
export interface Result {
  readonly name: string;
  /** `warning`: the run goes on. */
  readonly status: 'ok' | 'failed' | 'warning';
  /** What was seen, one line. */
  readonly seen: string;
  /** The command that shows it. */
  readonly look: string;
  /** What makes it good; empty where it is. */
  readonly cure: string;
}

export const ok = (name: string, seen: string, look: string): Result => ({
  name,
  status: 'ok',
  seen,
  look,
  cure: '',
});
export const failed = (name: string, seen: string, look: string, cure: string): Result => ({
  ...{ name, status: 'failed', seen, look, cure },
});
export const warning = (name: string, seen: string, look: string, cure: string): Result => ({
  ...{ name, status: 'warning', seen, look, cure },
});

/** As the run writes it down: what kept it from beginning is in no bundle. */
export const checkOf = ({ name, status, seen }: Result) => ({
  ...{ name, expected: 'fit', seen: status === 'failed' ? seen : 'fit', detail: seen },
});
