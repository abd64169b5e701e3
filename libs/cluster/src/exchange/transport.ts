import type { Sibling } from '../discovery/sibling';
import type { LeaveMessage, SiblingAnswer } from '../replicas/replica-schema';

/** What became of a leave message. `stopping`: taken by a sibling that is about to leave as well. */
export type LeaveOutcome = 'taken' | 'stopping' | 'not-taken';

export type AskReason =
  'timeout' | 'connection-refused' | 'connection-failed' | 'bad-status' | 'bad-answer' | 'too-large';

export type Asked =
  | { readonly ok: true; readonly answer: SiblingAnswer; readonly address: string }
  | {
      readonly ok: false;
      readonly reason: AskReason;
      readonly detail: string;
      readonly address: string | null;
    };

/** Neither rejects; both end soon after the signal. */
export interface Transport {
  ask(sibling: Sibling, signal: AbortSignal): Promise<Asked>;
  leave(sibling: Sibling, message: LeaveMessage, signal: AbortSignal): Promise<LeaveOutcome>;
}
