import { violated } from './kinds';

/** A promise is broken, and the bundle holds the counter-example. */
export const VIOLATIONS = {
  ACK_LOST: violated(
    'An acknowledged visit is not on its volume.',
    'The answer was sent before the line was durable, or the line was removed afterwards.',
    'The volume’s last line before that count, and what happened to the pod between the answer and the final read.',
    'Answer only after fsync; check that the storage does not acknowledge a sync it has not done.',
  ),
  ACK_REPLACED: violated(
    'An acknowledged visit is lost: its line holds another visit.',
    'The count was given out again after its line was lost, or the receipt named another line.',
    'Both lines: the receipt in the ledger, and the line with that count on the volume.',
    'Answer only after fsync, take the receipt from the line itself, and keep one writer on a volume.',
  ),
  BASELINE_LOST: violated(
    'What the volume held before the run is no longer there unchanged.',
    'The log was restarted, rewritten or cut too far when the volume was opened.',
    'The first line that differs between before/ and after/.',
    'Never rewrite the log: cut only what no valid commit covers.',
  ),
  BAD_COMMIT: violated(
    'A commit in the middle of the log fails its checksum.',
    'Bytes on the disk changed after they were written, or two processes wrote at one place.',
    'The bytes of that commit, and whether a second process had the volume.',
    'Check the disk and the lock; `visits fsck --repair` sets the damaged bytes aside.',
  ),
  CHECK_FAILED: violated(
    'A condition of the scenario was not met.',
    'The platform or the service did not behave as the scenario expects.',
    'What was expected and what was seen, in the message.',
    'See the scenario’s description: `visits verify explain SCENARIO`.',
  ),
  COUNT_GAP: violated(
    'A count was skipped.',
    'A number was given out for a line that never became durable, or a line was removed.',
    'The two lines on both sides of the gap.',
    'Give out counts when lines are written, and take them back with the line.',
  ),
  COUNT_REPEATED: violated(
    'A count stands twice on one volume, or after a higher one.',
    'An old count was used after a restart, or two processes wrote on one volume.',
    'Both lines, and which boots their receipts name.',
    'Read the count from the log at every start, and hold the lock while writing.',
  ),
  COUNT_WENT_BACK: violated(
    'A replica said a lower count than before.',
    'A restart began from an old count, or the answer did not come from the volume.',
    'Both reads, and whether the pod was restarted in between.',
    'Recover the count from the last commit before the first answer.',
  ),
  EXCESS: violated(
    'There are more lines than visits that can have been counted.',
    'A visit was counted twice, or something was counted that is no visit.',
    'The line, and which requests were on their way when it was written.',
    'Count each accepted visit once; never count probes, HEAD or prefetch.',
  ),
  ORDER: violated(
    'A visit got a smaller count than one that was answered before it was sent.',
    'Counts were not given out in the order in which lines became durable.',
    'Both visits in the ledger.',
    'Give out counts at the commit, one commit at a time.',
  ),
  PROBES_COUNTED: violated(
    'The count follows probe traffic.',
    'Probes, HEAD, prefetch or favicon requests are counted as visits.',
    'The windows of probe traffic against the silent ones.',
    'Count only what is a visit: see “what counts” in the README.',
  ),
  RECEIPT_TWICE: violated(
    'Two visits have the same receipt.',
    'Two callers were given one number, or a number was given out again after a loss.',
    'Both visits in the ledger, and the line with that count.',
    'Give each line one caller, and answer only after fsync.',
  ),
  REFUSED_BUT_COUNTED: violated(
    'A visit that was refused is counted.',
    'The refusal was sent although the line became durable.',
    'The line, and the answer in the ledger.',
    'Cut the failed commit away and sync the cut before refusing, or answer `outcome-unknown`.',
  ),
  REPLICA_CHANGED: violated(
    'A volume has another replica id than before.',
    'replica.json was rewritten or lost, or the claim was bound to another volume.',
    'replica.json in before/ and after/, and the claim’s volume name.',
    'Write the id once; keep it as long as the volume lives.',
  ),
  RESTORE_DIFFERS: violated(
    'A restored volume is no beginning of the volume it was copied from.',
    'The copy was not atomic, or it is of another volume.',
    'The first line that differs between restored/ and after/.',
    'Take snapshots that are consistent for the whole volume.',
  ),
  TOTAL_OUT_OF_BOUNDS: violated(
    'A total is not what was counted.',
    'A replica’s count is missing in the sum, is in it twice, or lags behind what was acknowledged.',
    'The read of the total, and the counts of the replicas at that time.',
    'Merge by replica id, take the maximum of each, and acknowledge a visit once it is counted.',
  ),
  TOTAL_WENT_BACK: violated(
    'A pod said a lower total than before.',
    'The total was made of live pods only, or the map was lost in a restart.',
    'Both reads, and which pods were away in between.',
    'Keep the largest count ever heard of each replica, on the volume.',
  ),
  WRONG_VOLUME: violated(
    'A visit sent to one pod is on another pod’s volume.',
    'The pod’s name leads to another process, or two pods share a claim.',
    'The visit’s target, and the claim where its line is.',
    'Check the pod’s claim and the DNS name of the headless Service.',
  ),
} as const;
