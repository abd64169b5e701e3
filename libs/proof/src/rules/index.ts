import { ackLost } from './ack-lost';
import { ackReplaced } from './ack-replaced';
import { badCommit } from './bad-commit';
import { baselineLost } from './baseline-lost';
import { checks } from './checks';
import { claimsRead } from './claims-read';
import { clockStepped } from './clock-stepped';
import { counts } from './counts';
import { excess } from './excess';
import { ledgerWhole } from './ledger-whole';
import { observed } from './observed';
import { order } from './order';
import { otherClients } from './other-clients';
import { probesCounted } from './probes-counted';
import { receiptMissing } from './receipt-missing';
import { receiptTwice } from './receipt-twice';
import { refusedButCounted } from './refused-but-counted';
import { replicaChanged } from './replica-changed';
import { restoreDiffers } from './restore-differs';
import { type Rule } from './rule';
import { sameRun } from './same-run';
import { totalBounds } from './total-bounds';
import { totalEnd } from './total-end';
import { visitUnanswered } from './visit-unanswered';
import { countWentBack, totalWentBack } from './went-back';
import { wrongVolume } from './wrong-volume';

/** Every rule, the decisive ones first: what a report shows of one scenario is in this order. */
export const RULES: Readonly<Record<string, Rule>> = {
  ackLost,
  ackReplaced,
  baselineLost,
  receiptTwice,
  counts,
  refusedButCounted,
  excess,
  order,
  countWentBack,
  totalWentBack,
  totalBounds,
  totalEnd,
  badCommit,
  replicaChanged,
  wrongVolume,
  probesCounted,
  checks,
  restoreDiffers,
  claimsRead,
  ledgerWhole,
  sameRun,
  receiptMissing,
  otherClients,
  clockStepped,
  visitUnanswered,
  observed,
};
