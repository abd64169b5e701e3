import { type FindingCode } from '../findings/registry';
import { type Behaviour } from './behaviour';

export interface Plant {
  readonly behaviour: Behaviour;
  /** One of them must be found. */
  readonly codes: readonly FindingCode[];
}

/** Each lie that a service could tell, and the codes of which one must convict it. */
export const LIES = {
  'ack from memory': { behaviour: { losesBeforeKillMs: 120 }, codes: ['ACK_LOST', 'ACK_REPLACED'] },
  'ack before fsync': {
    behaviour: { losesBeforeKillMs: 120, power: true },
    codes: ['ACK_LOST', 'ACK_REPLACED'],
  },
  'counted twice': { behaviour: { countsTwice: 0.05 }, codes: ['EXCESS'] },
  'probes counted': { behaviour: { countsProbes: true }, codes: ['PROBES_COUNTED'] },
  'refusal counted': { behaviour: { countsRefused: true }, codes: ['REFUSED_BUT_COUNTED'] },
  'two callers, one number': { behaviour: { sharesReceipts: 0.05 }, codes: ['RECEIPT_TWICE'] },
  'old count after a restart': { behaviour: { restartsBelow: 7 }, codes: ['COUNT_REPEATED', 'ACK_REPLACED'] },
  'tail cut too far': { behaviour: { cutsAtRestart: 5 }, codes: ['ACK_LOST', 'ACK_REPLACED'] },
  'log restarted': { behaviour: { restartsLog: true }, codes: ['BASELINE_LOST'] },
  'baseline refilled': { behaviour: { refillsBaseline: true }, codes: ['BASELINE_LOST'] },
  'receipt off': { behaviour: { receiptsOff: 0.05 }, codes: ['ACK_REPLACED'] },
  'id rewritten': { behaviour: { rewritesId: true }, codes: ['REPLICA_CHANGED'] },
  'lock ignored': { behaviour: { twoWriters: true }, codes: ['COUNT_REPEATED', 'ACK_REPLACED'] },
  'total of live pods only': { behaviour: { totalOfLivePods: true }, codes: ['TOTAL_WENT_BACK'] },
  'counts skipped': { behaviour: { skipsCounts: 0.02 }, codes: ['COUNT_GAP'] },
  'a byte flipped': { behaviour: { flipsByte: true }, codes: ['BAD_COMMIT'] },
} as const satisfies Record<string, Plant>;

/** What is not the service's fault: none of it may convict, and each is named. */
export const EXCUSED = {
  'a proxy that retries': { behaviour: { proxyRetries: 0.2 }, codes: ['RETRIED_ON_THE_WAY'] },
  'a clock that was set': { behaviour: { clockStepsMs: -3_000 }, codes: ['CLOCK_STEPPED'] },
  'other clients': { behaviour: { otherClients: 0.1 }, codes: ['OTHER_CLIENTS'] },
  'a ledger cut short': { behaviour: { cutsLedger: true }, codes: ['LEDGER_CUT'] },
  'a copy cut short': { behaviour: { cutsCopy: true }, codes: ['COPY_CUT'] },
  'a writer held up': { behaviour: { writerStarves: true }, codes: ['WRITER_STARVED'] },
} as const satisfies Record<string, Plant>;
