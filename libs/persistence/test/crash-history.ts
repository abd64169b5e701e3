import type { Operation } from '../src/testing';

/** The call at which something happens: so many matching calls of the journals from now on are let through first. */
export interface Moment {
  readonly after: number;
  readonly operation?: Operation;
  readonly name?: string;
}

/** `times`: a fault seldom comes alone; the calls right behind it, whatever they are, meet it too. */
export type PlannedFault =
  | { readonly kind: 'error'; readonly code: string; readonly times: number }
  | { readonly kind: 'short'; readonly bytes: number }
  | { readonly kind: 'hang'; readonly ms: number; readonly code?: string }
  | { readonly kind: 'lie'; readonly times: number }
  | { readonly kind: 'power-cut' }
  | { readonly kind: 'kill' }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'move'; readonly name: string };

/** `who`: one of two processes on the volume. A step that makes no sense where it stands does nothing. */
export type Step =
  | { readonly do: 'start'; readonly who: number }
  | { readonly do: 'append'; readonly who: number; readonly visits: number; readonly pad: number }
  /** Until every visit has its answer. */
  | { readonly do: 'answers' }
  /** Until it is open, but not for longer: it may never be. */
  | { readonly do: 'open'; readonly who: number; readonly ms: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'close'; readonly who: number }
  | { readonly do: 'kill'; readonly who: number }
  | { readonly do: 'power-cut'; readonly at: 'now' | 'answer' | 'refusal' }
  | { readonly do: 'fault'; readonly at: Moment; readonly fault: PlannedFault }
  | { readonly do: 'watch' }
  | { readonly do: 'capacity'; readonly bytes: number | null }
  | { readonly do: 'scribble'; readonly text: string };

/** A volume's life as data: the same history gives the same run, call by call. */
export interface History {
  /** Decides what survives a power cut, and how long each call takes. */
  readonly seed: number;
  readonly keepBytes?: number;
  /** An integer that another program left in visits.txt just now. */
  readonly adopted?: number;
  /** The part of the calls that take a while: so others come between. */
  readonly slow: number;
  readonly steps: readonly Step[];
}

/** An integer as other programs write it: as ours, or longer. */
export function adoptedText(count: number, seed: number): string {
  const forms = [`${count}\n`, `${count}`, `000${count}\n`, `  ${count}\r\n`, `\ufeff+${count}.0\n`];
  return forms[seed % forms.length] as string;
}
